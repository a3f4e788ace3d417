// `npm run bench:guard`, in CI: no row may slip by a quarter from its bar, or from what was reached where that is more.
import type { Line } from './line.ts';
import { measureRows } from './measure-rows.ts';
import { readResults } from './results.ts';

const files = ['rows/accepted.ts', 'rows/refused.ts', 'rows/verify.ts', 'rows/bundles.ts', 'rows/overhead.ts'];
const slack = 1.25;
/** A machine that is busy with something else may spoil a round; a slip spoils them all. */
const rounds = 4;

const nameOf = ({ row, what }: Line) => `${row} ${what}`;
const reached = new Map(readResults().lines.map((line) => [nameOf(line), line.over ?? 0]));
const allowed = (line: Line) => Math.max(1, reached.get(nameOf(line)) ?? 0) * slack;

let slipped = 0;
let held = 0;
for (const file of files) {
	const best = new Map<string, Line>();
	for (let round = 0; round < rounds; round += 1) {
		for (const line of await measureRows(file, { peers: false })) {
			const before = best.get(nameOf(line));
			if (before === undefined || (line.over ?? 0) < (before.over ?? 0)) best.set(nameOf(line), line);
		}
		if ([...best.values()].every((line) => (line.over ?? 0) <= allowed(line))) break;
	}
	for (const line of best.values()) {
		if (line.over === undefined) continue;
		const holds = line.over <= allowed(line);
		if (holds) held += 1;
		else slipped += 1;
		process.stdout.write(
			`${holds ? 'holds' : 'SLIPS'}  ${nameOf(line)}: ${line.value} (bar ${line.bar}, allowed ${allowed(line).toFixed(2)} times it, is ${line.over.toFixed(2)})\n`,
		);
	}
}
process.stdout.write(`${held} rows hold, ${slipped} slip\n`);
process.exit(slipped === 0 ? 0 : 1);
