import { bundleOfOurs, bundleOfTheirs } from '../cold/bundles.ts';
import { coldStarts, type Start } from '../cold/cold-starts.ts';
import { paid, secret } from '../cold/deliveries.ts';
import { startStub } from '../cold/start-stub.ts';
import { type Measure, times } from '../line.ts';

/** From nothing to the first event that is verified, stored, queued and logged. */
export const measure: Measure = async ({ peers }) => {
	const stub = await startStub(secret);
	const env = { ...stub.env, WEBHOOK_FUNCTION: 'stripe' };
	const ofTheirs = async (entry: string, format: 'esm' | 'cjs'): Promise<Start> => ({
		bundle: await bundleOfTheirs(`bench/${entry}.ts`, format),
		format,
		event: paid,
		env,
	});
	const starts = [
		await ofTheirs('cold/empty', 'cjs'),
		await ofTheirs('cold/limit-stored', 'cjs'),
		{ bundle: await bundleOfOurs('src/endpoints/stripe.ts'), event: paid, env },
	];
	if (peers) starts.push(await ofTheirs('peers/powertools', 'esm'), await ofTheirs('peers/powertools', 'cjs'));
	const cold = await coldStarts(starts);
	stub.stop();
	const [, limit = Number.NaN, ours = Number.NaN, esm, cjs = Number.NaN] = cold.map((each) => each.whole);
	return [
		{
			row: 7,
			what: 'cold start of an endpoint: load, and the first event verified, stored, queued and logged',
			value: times(ours / limit),
			limit: `the same four calls, signed by hand, ${limit.toFixed(1)} ms`,
			peers: esm === undefined ? '' : `Powertools, AWS SDK and stripe: ESM ${times(esm / ours)} ours, CJS ${times(cjs / ours)} ours`,
			bar: '≥ 6.5x less',
			...(esm !== undefined && { over: (6.5 * ours) / Math.min(esm, cjs) }),
		},
	];
};
