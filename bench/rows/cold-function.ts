import { bundleOfOurs, bundleOfTheirs } from '../cold/bundles.ts';
import { coldStarts, type Start } from '../cold/cold-starts.ts';
import { paid, pushed, secret } from '../cold/deliveries.ts';
import { startStub } from '../cold/start-stub.ts';
import { type Measure, times } from '../line.ts';

const env = { BENCH_SECRET: secret, BENCH_SOURCE: 'github', WEBHOOK_FUNCTION: 'handled' };

const ofTheirs = async (entry: string, format: 'esm' | 'cjs', event = pushed): Promise<Start> => ({
	bundle: await bundleOfTheirs(`bench/${entry}.ts`, format),
	format,
	event,
	env,
});

/** From nothing to the first reply of a function that GitHub waits for. */
export const measure: Measure = async ({ peers }) => {
	const stub = await startStub(secret);
	const starts = [
		await ofTheirs('cold/empty', 'cjs'),
		await ofTheirs('cold/limit', 'cjs'),
		{ bundle: await bundleOfOurs('bench/cold/handled.ts', 'bench/cold/cloud-at-once.ts'), event: pushed, env },
		{ bundle: await bundleOfOurs('bench/cold/handled.ts'), event: pushed, env: { ...env, ...stub.env } },
	];
	if (peers) {
		starts.push(await ofTheirs('peers/stock', 'esm'), await ofTheirs('peers/stock', 'cjs'));
		starts.push(await ofTheirs('peers/stripe-alone', 'esm', paid), await ofTheirs('peers/stripe-alone', 'cjs', paid));
	}
	const cold = await coldStarts(starts);
	stub.stop();
	const [, limit = Number.NaN, ours = Number.NaN, whole = Number.NaN, stock, ...others] = cold.map((each) => each.whole);
	const rest = ['stock Middy CJS', 'stripe alone ESM', 'stripe alone CJS'].map(
		(name, index) => `${name} ${times((others[index] ?? 0) / limit)}`,
	);
	return [
		{
			row: 6,
			what: 'cold start of a `handled` function: load and first reply over an empty handler',
			value: times(ours / limit),
			limit: `node:crypto and JSON.parse, ${limit.toFixed(1)} ms`,
			peers: stock === undefined ? '' : [`stock Middy ESM ${times(stock / limit)}, ${times(stock / ours)} ours`, ...rest].join('; '),
			bar: '≤ 2x, ≥ 5x less than stock ESM',
			over: Math.max(ours / limit / 2, stock === undefined ? 0 : (5 * ours) / stock),
			whole: `${times(whole / limit)} with AWS's services`,
		},
	];
};
