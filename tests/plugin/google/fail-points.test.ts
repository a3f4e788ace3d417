import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { deployTo } from './deploying.ts';
import { type ControlPlane, startControlPlane } from './fake-control-plane/fake-control-plane.ts';
import { Refused } from './fake-control-plane/rules.ts';
import { snapshot } from './fake-control-plane/state.ts';
import { samplePlan } from './sample-plan.ts';

/** A deployment makes some hundred requests, which takes seconds on a machine that is busy. */
jest.setTimeout(60_000);

let plane: ControlPlane;
beforeEach(async () => {
	plane = await startControlPlane();
});
afterEach(() => plane.close());

/** Every call of a first deployment, in its order, by the step that makes it. */
const calls: readonly (readonly [step: string, ...kinds: readonly string[]])[] = [
	['APIs', 'GET serviceusage services:batchGet', 'POST serviceusage services:batchEnable', 'GET serviceusage operations/*'],
	['project', 'GET cloudresourcemanager projects/*', 'POST serviceusage services/*:generateServiceIdentity'],
	[
		'service accounts',
		'GET iam serviceAccounts',
		'POST iam serviceAccounts',
		'POST iam serviceAccounts/*:getIamPolicy',
		'POST iam serviceAccounts/*:setIamPolicy',
	],
	[
		'databases',
		'GET firestore databases/*',
		'POST firestore databases',
		'GET firestore databases/*/operations/*',
		'GET firestore databases/*/collectionGroups/*/indexes',
		'POST firestore databases/*/collectionGroups/*/indexes',
		'GET firestore databases/*/collectionGroups/*/fields/*',
		'PATCH firestore databases/*/collectionGroups/*/fields/*',
	],
	['rights on the project', 'POST cloudresourcemanager projects/*:getIamPolicy', 'POST cloudresourcemanager projects/*:setIamPolicy'],
	['bucket', 'GET storage b/*', 'POST storage b', 'GET storage b/*/iam', 'PUT storage b/*/iam'],
	[
		'secrets',
		'GET secretmanager secrets',
		'POST secretmanager secrets',
		'GET secretmanager secrets/*:getIamPolicy',
		'POST secretmanager secrets/*:setIamPolicy',
	],
	['topics', 'GET pubsub topics/*', 'PUT pubsub topics/*', 'GET pubsub topics/*:getIamPolicy', 'POST pubsub topics/*:setIamPolicy'],
	[
		'functions',
		'GET secretmanager secrets/*/versions',
		'GET cloudfunctions functions/*',
		'POST cloudfunctions functions:generateUploadUrl',
		'PUT upload source',
		'POST cloudfunctions functions',
		'GET cloudfunctions operations/*',
		'GET run services/*',
		'GET run services/*:getIamPolicy',
		'POST run services/*:setIamPolicy',
	],
	[
		'subscriptions',
		'GET pubsub subscriptions/*',
		'PUT pubsub subscriptions/*',
		'GET pubsub subscriptions/*:getIamPolicy',
		'POST pubsub subscriptions/*:setIamPolicy',
	],
	['schedule', 'GET cloudscheduler jobs/*', 'POST cloudscheduler jobs'],
	['what left', 'GET pubsub subscriptions', 'GET cloudfunctions functions', 'GET pubsub topics'],
];
const rows = calls.flatMap(([step, ...kinds]) => kinds.map((kind) => [kind, step] as const));

describe('a deployment to Google that is broken off', () => {
	let whole: unknown;

	it('is tried at every call that a deployment makes', async () => {
		await deployTo(plane, samplePlan());

		expect([...new Set(plane.kinds)]).toEqual(rows.map(([kind]) => kind));
		whole = snapshot(plane.state);
	});

	it.each(rows)('at %s → it says that in the step "%s", with the permission, and the next one completes it', async (kind, step) => {
		const permission = 'service.things.do';
		plane.fail = {
			kind,
			refusal: new Refused(403, 'PERMISSION_DENIED', `Permission '${permission}' denied on resource (or it may not exist).`),
		};

		const broken = deployTo(plane, samplePlan());

		await expect(broken).rejects.toMatchObject({
			name: 'Mistake',
			message: expect.stringMatching(
				kind === 'PUT upload source'
					? /^functions: shop-prod-\S+: Google does not let these credentials do that on storage: no reason given$/
					: new RegExp(`^${step}: (shop-prod-\\S+: )?Google does not let these credentials do that: they need ${permission}`),
			),
		});
		await deployTo(plane, samplePlan());
		expect(snapshot(plane.state)).toEqual(whole);
	});

	it('by a build that fails → it says which function, and the reason', async () => {
		const build = new Refused(400, 'INVALID_ARGUMENT', 'Build failed: npm ERR! code E404');
		plane.fail = { kind: 'POST cloudfunctions functions', refusal: build };

		await expect(deployTo(plane, samplePlan())).rejects.toMatchObject({
			message: expect.stringMatching(
				/^functions: shop-prod-[a-z-]+: cloudfunctions: Build failed: npm ERR! code E404 \(INVALID_ARGUMENT\)$/,
			),
		});
	});
});
