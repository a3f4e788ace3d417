import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { scaleDown } from '../../bench/simulate/scale-down.ts';
import { down, steady, throttlesAt } from '../../bench/simulate/scenarios.ts';
import { simulateLoad } from '../../bench/simulate/simulate-load.ts';
import { aDeployment } from './a-deployment.ts';

const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
/** Of the time in the queue and the run, from so many events that chance hardly shows. */
const sojourn = (servers: number, rate: number, spread: boolean) => {
	const seconds = 60_000 / rate;
	const { latencies } = simulateLoad(aDeployment({ places: { door: 1_000, threads: servers } }), {
		rate,
		seed: 7,
		seconds,
		until: seconds,
		from: seconds / 20,
		spread,
	});
	return mean(latencies);
};

/** https://en.wikipedia.org/wiki/Erlang_(unit)#Erlang_C_formula: the share of those who wait. */
function erlangC(servers: number, load: number): number {
	let [term, sum] = [1, 0];
	for (let busy = 0; busy < servers; busy += 1) {
		sum += term;
		term *= load / (busy + 1);
	}
	const waiting = term / (1 - load / servers);
	return waiting / (sum + waiting);
}

describe('what a formula knows', () => {
	it.each([0.5, 0.8, 0.9])('one server, times by chance, busy for %d of the time → the wait of M/M/1', (busy) => {
		expect(sojourn(1, busy, true)).toBeCloseTo(1 / (1 - busy), busy > 0.85 ? 0 : 1);
	});

	it.each([0.5, 0.8])('one server, times that are all the same, busy for %d → the wait of M/D/1', (busy) => {
		expect(sojourn(1, busy, false)).toBeCloseTo(1 + busy / (2 * (1 - busy)), 1);
	});

	it('four servers, times by chance → the wait of M/M/4, and the share of those who wait is in it', () => {
		const rate = 3.2;

		expect(sojourn(4, rate, true)).toBeCloseTo(1 + erlangC(4, rate) / (4 - rate), 1);
	});
});

describe('what must hold for any deployment and load', () => {
	const cases = fc.record({
		servers: fc.integer({ min: 1, max: 40 }),
		rate: fc.double({ min: 0.5, max: 60, noNaN: true }),
		seed: fc.nat(1e6),
		attempts: fc.integer({ min: 1, max: 12 }),
		perSecond: fc.double({ min: 1, max: 50, noNaN: true }),
		downFor: fc.integer({ min: 0, max: 60 }),
		patience: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
		deliveries: fc.integer({ min: 2, max: 30 }),
		poll: fc.boolean(),
	});

	it('no event is lost or counted twice', () => {
		fc.assert(
			fc.property(cases, ({ servers, rate, seed, attempts, perSecond, downFor, patience, deliveries, poll }) => {
				const deployment = aDeployment({
					rates: [{ name: 'limit', perSecond, burst: perSecond + 2, event: 1, attempt: 0.1 }],
					places: { door: 3, threads: servers },
					endpoint: { places: seed % 2 ? 'door' : 'threads', seconds: 0.02, waits: seed % 3 === 0 },
					worker: { seconds: 0.3, ramp: { name: 'pollers', start: 1, perSecond: 0.5, most: 30 } },
					queue: {
						deliveries,
						...(patience !== undefined && { push: { patience, most: 25 } }),
						...(seed % 7 === 0 && { inFlight: { name: 'in flight', most: 12 } }),
						...(poll && { poll: { least: 0.1, most: 2 } }),
					},
					retry: { attempts, backoff: 1 },
					delay: seed % 5 === 0 ? { by: 'queue', least: 1, most: 8 } : { by: 'us', whole: seed % 2 === 0 },
				});
				const during = simulateLoad(deployment, { rate, seed, seconds: 60, until: 60, down: { from: 0, to: downFor, seconds: 0.3 } });
				const after = simulateLoad(deployment, { rate, seed, seconds: 60, until: 1e7, down: { from: 0, to: downFor, seconds: 0.3 } });
				const refused = Object.values(after.refused).reduce((sum, each) => sum + each, 0);

				expect(during.done + during.dead + during.left).toBe(during.accepted);
				expect(after.left).toBe(0);
				expect(after.accepted + refused).toBe(after.arrived);
				expect(after.done + after.dead).toBe(after.accepted);
				expect(after.latencies.length).toBe(after.done);
				expect(after.attempts).toBeGreaterThanOrEqual(after.done);
				expect(after.attempts).toBeLessThanOrEqual(after.accepted * attempts);
				if (patience === undefined && downFor === 0) expect(after.attempts).toBe(after.accepted);
			}),
			{ numRuns: 25, seed: 11 },
		);
	});

	it('the same seed → the same outcome; another one → another', () => {
		const load = { rate: 5, seconds: 100, until: 200, down: { from: 0, to: 20, seconds: 1 } };
		const outcome = (seed: number) => JSON.stringify(simulateLoad(aDeployment(), { ...load, seed }));

		expect(outcome(3)).toBe(outcome(3));
		expect(outcome(3)).not.toBe(outcome(4));
	});
});

describe('a limit', () => {
	const limited = aDeployment({
		rates: [{ name: 'door keeper', perSecond: 50, burst: 50, event: 1, attempt: 0 }],
		places: { door: 1_000, threads: 1_000 },
	});

	it('of a rate → lets just that through, and is named', () => {
		const { accepted, limit } = steady(limited, { rate: 200, seed: 1 });

		expect(accepted * 200).toBeCloseTo(50, 0);
		expect(limit).toBe('door keeper');
		expect(steady(limited, { rate: 45, seed: 1 })).toMatchObject({ accepted: 1, limit: undefined });
	});

	it.each([
		['a rate', limited, 50, 'door keeper'],
		['places', aDeployment({ places: { door: 1_000, threads: 30 }, worker: { seconds: 0.5 } }), 60, 'threads'],
		[
			'pollers that may be no more',
			aDeployment({
				places: { door: 1_000, threads: 1_000 },
				worker: { seconds: 0.5, ramp: { name: 'pollers', start: 20, perSecond: 0, most: 20 } },
			}),
			40,
			'pollers',
		],
	])('that is %s → is found where it begins', (_, deployment, begins, name) => {
		const found = throttlesAt(deployment, 1);

		expect(found?.limit).toBe(name);
		expect((found?.rate ?? 0) / begins).toBeGreaterThan(0.9);
		expect((found?.rate ?? 0) / begins).toBeLessThan(1.1);
	});

	it('that is not there → none is found', () => {
		expect(
			throttlesAt(
				aDeployment({
					places: { door: 1e6, threads: 1e6 },
					worker: { seconds: 0.01, ramp: { name: 'pollers', start: 1e6, perSecond: 0, most: 1e6 } },
				}),
				1,
			),
		).toBeUndefined();
	});

	it('of attempts → makes runs wait, and refuses nothing', () => {
		const deployment = aDeployment({
			rates: [{ name: 'store', perSecond: 20, burst: 20, event: 0, attempt: 1 }],
			places: { door: 1_000, threads: 1_000 },
		});

		const { accepted, limit, backlog } = steady(deployment, { rate: 40, seed: 1 });

		expect([accepted, limit]).toEqual([1, 'store']);
		expect(backlog / (600 * 20)).toBeCloseTo(1, 1);
	});
});

describe('a deployment scaled down', () => {
	const deployment = aDeployment({
		rates: [{ name: 'limit', perSecond: 900, burst: 900, event: 1, attempt: 0 }],
		places: { door: 1_000, threads: 400 },
		worker: { seconds: 0.4, ramp: { name: 'pollers', start: 5, perSecond: 5, most: 400 } },
	});

	it('each event stands for ten → the shares, waits and limits of the whole', () => {
		const of = (weight: number) => {
			const { accepted, arrived, latencies, deepest } = simulateLoad(scaleDown(deployment, weight), {
				...{ rate: 950 / weight, seed: 5, seconds: 300, until: 300 },
			});
			return { share: accepted / arrived, mean: mean(latencies), deepest: deepest * weight };
		};
		const [whole, tenth] = [of(1), of(10)];

		expect(tenth.share).toBeCloseTo(whole.share, 1);
		expect(tenth.mean / whole.mean).toBeCloseTo(1, 0);
		expect(tenth.deepest / whole.deepest).toBeCloseTo(1, 0);
	});
});

describe('a function that is down', () => {
	const deployment = aDeployment({
		places: { door: 1_000, threads: 1_000 },
		worker: { seconds: 0.01 },
		retry: { attempts: 4, backoff: 10 },
	});

	it('for much longer than its attempts last → each event takes all of them, and what came early enough ends dead', () => {
		const { calls, dead, recovery } = down(deployment, { rate: 2, seed: 1, seconds: 3600 });

		// Attempts 2 to 4 come 10, 20 and 40 s later at most, between half and all of it.
		expect(dead).toBeCloseTo(1 - 52.5 / 3600, 2);
		expect(calls).toBeCloseTo(4, 1);
		expect(recovery).toBeLessThan(40);
	});

	it('for less than its first back-off → two attempts each, and none ends dead', () => {
		const { calls, dead } = down(deployment, { rate: 200, seed: 1, seconds: 4 });

		expect([calls, dead]).toEqual([2, 0]);
	});
});
