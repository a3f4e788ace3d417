import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { remove } from '../../../src/plugin/google/remove.ts';
import { rollback } from '../../../src/plugin/google/rollback.ts';
import { deployingTo, deployTo } from './deploying.ts';
import { type ControlPlane, startControlPlane } from './fake-control-plane/fake-control-plane.ts';
import { samplePlan } from './sample-plan.ts';

/** A deployment makes some hundred requests, which takes seconds on a machine that is busy. */
jest.setTimeout(60_000);

let plane: ControlPlane;
beforeEach(async () => {
	plane = await startControlPlane();
});
afterEach(() => plane.close());

const left = () => {
	const { functions, subscriptions, topics, identities, jobs, secrets, databases, buckets } = plane.state;
	return {
		...{ functions: functions.size, subscriptions: subscriptions.size, topics: topics.size, identities: identities.size },
		...{ jobs: jobs.size, secrets: secrets.size, databases: databases.size, buckets: buckets.size },
	};
};
const nothing = { functions: 0, subscriptions: 0, topics: 0, identities: 0, jobs: 0, secrets: 0, databases: 0, buckets: 0 };

describe('sls remove on Google', () => {
	it.each([
		['is kept', {}, {}, { databases: 2, buckets: 1 }],
		['was deployed to be kept, and is to be thrown away since', {}, { throwAway: true }, { databases: 2, buckets: 1 }],
		['was deployed to be thrown away, and is to be kept since', { throwAway: true }, {}, { databases: 2, buckets: 1 }],
		['is thrown away', { throwAway: true }, { throwAway: true }, {}],
	])('given a stage that %s → databases and bucket go only where both say so', async (_given, before, since, kept) => {
		await deployTo(plane, samplePlan(before));

		await remove(deployingTo(plane, samplePlan(since)));

		expect(left()).toEqual({ ...nothing, ...kept });
	});

	it('given one that is removed already → it says nothing, and removes nothing', async () => {
		await deployTo(plane, samplePlan({ throwAway: true }));
		await remove(deployingTo(plane, samplePlan({ throwAway: true })));
		const again = deployingTo(plane, samplePlan({ throwAway: true }));

		await remove(again);

		expect([again.printed, left()]).toEqual([[], nothing]);
	});

	it('given one that was broken off → the next one completes it', async () => {
		await deployTo(plane, samplePlan({ throwAway: true }));
		const asked = deployingTo(plane, samplePlan({ throwAway: true }));
		const broken = {
			...asked.google,
			call: async (request: Parameters<typeof asked.google.call>[0]) => {
				if (request.method === 'DELETE' && request.path.includes('/topics/')) throw new Error('cut off');
				return await asked.google.call(request);
			},
		};
		await expect(remove({ ...asked, google: broken })).rejects.toThrow('cut off');

		await remove(asked);

		expect(left()).toEqual(nothing);
	});

	it('given another stage beside it → that stays as it is', async () => {
		await deployTo(plane, samplePlan({ throwAway: true }));
		await deployTo(plane, samplePlan({ throwAway: true }, { stage: 'dev' }));
		await remove(deployingTo(plane, samplePlan({ throwAway: true }, { stage: 'dev' })));
		plane.kinds.length = 0;

		const printed = await deployTo(plane, samplePlan({ throwAway: true }));

		expect(printed).toEqual(['functions: no function has changed']);
	});
});

describe('sls rollback on Google', () => {
	it('given a time → what comes goes to what each function was then; the next deployment goes on from its own', async () => {
		await deployTo(plane, samplePlan());
		const then = plane.state.now();
		await deployTo(plane, samplePlan(), 'exports.handler = 2;');
		const asked = deployingTo(plane, samplePlan());
		const traffic = () => [...plane.state.services.values()].map((each) => JSON.stringify(each.traffic));

		await rollback(then, asked);
		const after = traffic();
		await deployTo(plane, samplePlan(), 'exports.handler = 2;');

		expect(after.every((each) => /"revision":"shop-prod-[a-z-]+-1"/.test(each))).toBe(true);
		expect(traffic().every((each) => each.includes('ALLOCATION_TYPE_LATEST'))).toBe(true);
	});

	it('given no time → it lists what there is, newest first, and changes nothing', async () => {
		await deployTo(plane, samplePlan());
		plane.kinds.length = 0;
		const asked = deployingTo(plane, samplePlan());

		await rollback(undefined, asked);

		expect(asked.printed[0]?.split('\n').length).toBe(8);
		expect(plane.kinds.filter((kind) => !kind.startsWith('GET'))).toEqual([]);
	});

	it('given a time before all → one line', async () => {
		await deployTo(plane, samplePlan());

		await expect(rollback('2020-01-01T00:00:00Z', deployingTo(plane, samplePlan()))).rejects.toThrow(
			'no function has a revision of that time',
		);
	});
});
