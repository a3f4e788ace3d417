// Changed deliveries, signed and forged, against the whole chain: `npm run fuzz -- --inputs 1000000`.
// One provider of each kind of proof, or with `--all 1` every one. It stops at the first that breaks a rule; `--seed` and `--first` of its line, with `--inputs 1`, try that one again.
import { fuzz } from '../tests/attack/fuzz/fuzz.ts';
import { readNumbers } from '../tests/read-numbers.ts';

const { seed, inputs, first, all } = readNumbers({ inputs: 10_000, seed: 1, first: 0, all: 0 });

/** Bytes of heap after a collection. */
const heaps: number[] = [];
const collect = globalThis.gc;
let current = first;
const between = 1_000;
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
	process.on(event, (error: unknown) => {
		process.stderr.write(`seed ${seed}, input ${current}: ${event}: ${error instanceof Error ? error.stack : String(error)}\n`);
		process.exit(1);
	});
}

const start = performance.now();
const report = await fuzz({
	...{ seed, inputs, first, all: all > 0 },
	onInput: (index) => {
		current = index;
		if ((index - first) % between > 0) return;
		collect?.();
		heaps.push(process.memoryUsage().heapUsed);
	},
});
const seconds = (performance.now() - start) / 1_000;
const third = Math.floor(heaps.length / 3);
const [middle, last] = [median(heaps.slice(third, 2 * third)), median(heaps.slice(-third))];
const figures = { seed, inputs, seconds: round(seconds), slowestMs: round(report.slowest), heapMiddle: middle, heapLast: last };
process.stdout.write(`${JSON.stringify({ ...figures, answers: report.answers })}\n`);
if (report.failure !== undefined) process.stderr.write(`${report.failure}\n`);
process.exitCode = report.failure === undefined ? 0 : 1;

function median(values: readonly number[]): number {
	return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
