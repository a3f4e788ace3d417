import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Line } from './line.ts';
import type { Results } from './results.ts';

const head = ['#', 'what', 'ours', 'limit', 'peers', 'bar', 'met', 'with log and store'] as const;

export function tableOf(lines: readonly Line[]): string {
	const rows = lines.map(({ row, what, value, limit, peers, bar, over, whole = '' }) => [
		String(row),
		what,
		value,
		limit,
		peers,
		bar,
		over === undefined || bar === '' ? '' : over <= 1 ? 'yes' : `no, ${over.toFixed(2)}x of it`,
		whole,
	]);
	return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export function resultsPage({ on, node, cores, lines }: Results): string {
	const missed = lines.filter(({ over, bar }) => bar !== '' && over !== undefined && over > 1).length;
	const barred = lines.filter(({ over, bar }) => bar !== '' && over !== undefined).length;
	return `# Results of the bench

Written by \`npm ci --prefix bench && npm run bench\`, on ${on}, Node ${node}, ${cores} cores. ${barred - missed} of ${barred} bars are met.

Ratios are times of the limit: what nobody can do without, timed in turn with ours in one process. Each peer runs in a process of its own, in turn with the same limit. What is counted is processor time, or, where a disk or a network is waited for, all time. Medians of at least 5 rounds. Absolute times are of one shared machine.

${tableOf(lines)}

${readFileSync(join(import.meta.dirname, 'notes.md'), 'utf8').trim()}

## Versions

${versions().join(', ')}
`;
}

function versions(): readonly string[] {
	const { devDependencies } = JSON.parse(readFileSync(join(import.meta.dirname, 'package.json'), 'utf8')) as {
		readonly devDependencies: Readonly<Record<string, string>>;
	};
	return Object.entries(devDependencies).map(([name, version]) => `${name} ${version}`);
}
