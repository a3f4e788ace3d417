import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { chosenFates } from './fates.ts';
import { allRoutes, eventOf, routesOf, type Scenario, type Sent } from './scenario.ts';
import { type Clusters, clustersOn, type Outcome, play } from './simulate.ts';
import { openSimulatedStore, type SimulatedStore } from './simulated-store.ts';

jest.setTimeout(300_000);

let store: SimulatedStore;
let clusters: Clusters;
beforeAll(() => {
	store = openSimulatedStore();
	clusters = clustersOn(store);
});
afterAll(() => store.close());

const kinds = ['killed before', 'killed after'] as const;
type Kills = ReadonlyMap<number, (typeof kinds)[number]>;

const event = (type: string): Sent =>
	eventOf({ source: 'stripe', id: 'evt_1', type, note: '', padding: 0, posts: [0], behaviours: {}, misfit: false });

/** One event and one function. */
const scenario = (cloud: Scenario['cloud'], name: string, stubborn: boolean): Scenario => ({
	cloud,
	routes: routesOf(
		allRoutes
			.filter((route) => route.function === name || (route.function === 'stripe' && name !== 'answer'))
			.filter(({ source }) => source === 'stripe'),
		4,
	),
	sent: [event(name === 'answer' ? 'asked' : 'paid')],
	forged: [],
	replays: [],
	forgets: [],
	stubborn,
	rotation: undefined,
	removal: undefined,
	purge: undefined,
});

describe.each([
	['local', 'ledger', 'and its sender sends again', true],
	['local', 'ledger', 'and its sender does not send again', false],
	['local', 'answer', 'whose sender waits, and sends again', true],
	['aws', 'ledger', 'and its sender sends again', true],
	['aws', 'ledger', 'and its sender does not send again', false],
	['aws', 'answer', 'whose sender waits, and sends again', true],
] as const)('on %s, one event for %s, %s', (cloud, name, _, stubborn) => {
	const run = (kills: Kills): Promise<Outcome> =>
		play({ seed: 1, scenario: scenario(cloud, name, stubborn), fates: chosenFates(kills) }, clusters);
	const check = async (kills: Kills): Promise<number> => {
		const { problems, trace, calls } = await run(kills);
		if (problems.length > 0) throw new Error([JSON.stringify([...kills]), ...problems, ...trace].join('\n'));
		return calls;
	};

	it('is neither lost nor handled twice, wherever whoever works on it dies, and dies again', async () => {
		const calls = await check(new Map());
		let pairs = 0;
		for (let first = 1; first <= calls; first += 1) {
			for (const kind of kinds) {
				const then = await check(new Map([[first, kind]]));
				for (let second = first + 1; second <= then; second += 1) {
					for (const again of kinds)
						await check(
							new Map([
								[first, kind],
								[second, again],
							]),
						);
					pairs += kinds.length;
				}
			}
		}

		expect(calls).toBeGreaterThan(4);
		expect(pairs).toBeGreaterThan(calls);
		console.log(`${cloud}, ${name}: ${kinds.length * calls} crash points, ${pairs} pairs`);
	});
});
