import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { report } from './shrink.ts';
import { type Clusters, clustersOn, simulate } from './simulate.ts';
import { openSimulatedStore, type SimulatedStore } from './simulated-store.ts';

jest.setTimeout(300_000);

/** Fewer where everything else has to wait for the cores. */
const seeds = Array.from({ length: availableParallelism() >= 4 ? 2000 : 200 }, (_, index) => index + 1);

let store: SimulatedStore;
let clusters: Clusters;
beforeAll(() => {
	store = openSimulatedStore();
	clusters = clustersOn(store);
});
afterAll(() => store.close());

/** One that comes after much else, so that there is something to leave out. */
async function firstFailure(broken: Clusters): Promise<number> {
	for (const seed of seeds) {
		const { problems, trace } = await simulate(seed, broken);
		if (problems.length > 0 && trace.length > 100) return seed;
	}
	throw new Error('nothing failed');
}

describe('under faults of every kind', () => {
	it(`no event is lost and nobody gets in, in ${seeds.length} simulations`, async () => {
		let suffered = 0;
		for (const seed of seeds) {
			const outcome = await simulate(seed, clusters);
			suffered += outcome.suffered.length;
			if (outcome.problems.length > 0) throw new Error(await report(seed, clusters));
		}

		// So that a simulation to which nothing happens can't pass for one.
		expect(suffered).toBeGreaterThan(seeds.length);
	});

	it('a failure is told with its seed, and with no more than it takes', async () => {
		const broken: Clusters = {
			...clusters,
			local: (setting) => {
				const cluster = clusters.local(setting);
				// Whoever asks is believed.
				return {
					...cluster,
					deliver: async (...given) => ({ body: '', ...(await cluster.deliver(...given)), status: 200 }),
				};
			},
		};
		const seed = await firstFailure(broken);

		const told = (await report(seed, broken)).split('\n');

		const { trace } = await simulate(seed, broken);
		expect(told.slice(0, 2)).toEqual([expect.stringMatching(`^seed ${seed}: I`), `npm run simulate:faults -- --from ${seed} --seeds 1`]);
		expect(told.at(-1)).toContain('PROBLEM I');
		expect(told.length).toBeLessThan(trace.length);
		expect(told.filter((line) => line.includes('dies'))).toEqual([]);
	});

	it('the same seed is the same run', async () => {
		const runs = [await simulate(7, clusters), await simulate(7, clusters)];

		expect(runs[1]).toEqual(runs[0]);
	});
});
