// `npm run bench`: every row beside its limit, its peers and its bar. What is measured with peers is written into RESULTS.md and results.json.
import { parseArgs } from 'node:util';
import type { Line } from './line.ts';
import { measureRows } from './measure-rows.ts';
import { keepResults } from './results.ts';
import { tableOf } from './results-page.ts';
import { rowFiles } from './row-files.ts';

const help = 'npm run bench [-- --row N …] [--without-peers]\n';

const asked = read();
const chosen = rowFiles.filter(({ rows }) => asked.rows.length === 0 || rows.some((row) => asked.rows.includes(row)));
const lines: Line[] = [];
for (const { file } of chosen) {
	const own = (await measureRows(file, { peers: asked.peers })).filter(({ row }) => asked.rows.length === 0 || asked.rows.includes(row));
	lines.push(...own);
	if (asked.peers) keepResults(own);
	process.stderr.write(`measured ${file}\n`);
}
process.stdout.write(`${tableOf(lines)}\n`);

function read(): { readonly rows: readonly number[]; readonly peers: boolean } {
	try {
		const options = { row: { type: 'string', multiple: true }, 'without-peers': { type: 'boolean' }, help: { type: 'boolean' } } as const;
		const { values } = parseArgs({ options });
		if (values.help) throw new Error('');
		const rows = (values.row ?? []).map(Number);
		const known = rowFiles.flatMap((each) => each.rows);
		const wrong = rows.findIndex((row) => !known.includes(row));
		if (wrong !== -1) throw new Error(`--row ${values.row?.[wrong]}: there are rows 1 to ${Math.max(...known)}`);
		return { rows, peers: values['without-peers'] !== true };
	} catch (error) {
		const wrong = error instanceof Error ? error.message : '';
		process.stderr.write(wrong === '' ? help : `${wrong}\n${help}`);
		process.exit(wrong === '' ? 0 : 2);
	}
}
