import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { deploy } from '../../../src/plugin/google/deploy/deploy.ts';
import type { Plan } from '../../../src/plugin/google/plan.ts';
import { sampleRoutes } from '../aws/sample-plan.ts';
import { deployingTo, deployTo } from './deploying.ts';
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

const root = 'projects/my-project/locations/europe-west1';
const serviceConfig = (name: string) =>
	plane.state.functions.get(`${root}/functions/${name}`)?.serviceConfig as Readonly<Record<string, unknown>>;
const isWrite = (kind: string) => !/^GET|:getIamPolicy$|:generateServiceIdentity$/.test(kind);
/** Without the function `invoice-paid`. */
const smaller = (): Plan => {
	const { 'invoice-paid': _, ...timeouts } = { stripe: 10, partner: 10, 'invoice-paid': 20, command: 3, 'reserve-stock': 10 };
	return samplePlan({}, { timeouts, routes: sampleRoutes.filter((route) => route.function !== 'invoice-paid') });
};

describe('a deployment to Google', () => {
	it('given an empty project → everything is made in an order in which each finds what it needs, and the steps are told', async () => {
		const printed = await deployTo(plane, samplePlan());

		expect(printed.filter((line) => !line.startsWith('  '))).toEqual([
			'APIs: enabled 12 APIs',
			'service accounts: made 8 service accounts',
			'databases: made 2 databases',
			'rights on the project: set the rights on the project',
			'bucket: made the bucket my-project-shop-prod-blobs',
			'secrets: made 15 secrets, which have no value yet',
			'topics: made 5 topics',
			'functions: 7 of 7 functions',
			'subscriptions: made 5 subscriptions',
			'schedule: made the schedule of the sweep',
		]);
		expect([...plane.state.functions.keys()].map((name) => name.split('/').at(-1)).sort()).toEqual([
			'shop-prod-command',
			'shop-prod-command-queue',
			'shop-prod-invoice-paid',
			'shop-prod-partner',
			'shop-prod-reserve-stock',
			'shop-prod-stripe',
			'shop-prod-webhook-sweep',
		]);
	});

	it('given the same again → nothing is written', async () => {
		await deployTo(plane, samplePlan());
		const before = snapshot(plane.state);
		plane.kinds.length = 0;

		const printed = await deployTo(plane, samplePlan());

		expect(printed).toEqual(['functions: no function has changed']);
		// Subscriptions are told anew what they are: the API has no other way to see whether they are.
		expect([...new Set(plane.kinds.filter(isWrite))]).toEqual(['PATCH pubsub subscriptions/*']);
		expect(snapshot(plane.state)).toEqual(before);
	});

	it('given other code → every function is built anew, and nothing else is touched', async () => {
		await deployTo(plane, samplePlan());
		plane.kinds.length = 0;

		const printed = await deployTo(plane, samplePlan(), 'exports.handler = 2;');

		expect(printed.at(-1)).toBe('functions: 7 of 7 functions');
		expect([...new Set(plane.kinds.filter(isWrite))].sort()).toEqual([
			'PATCH cloudfunctions functions/*',
			'PATCH pubsub subscriptions/*',
			'POST cloudfunctions functions:generateUploadUrl',
			'PUT upload source',
		]);
	});

	it('given a secret that was set meanwhile → only the functions that read it get it, as an environment variable', async () => {
		await deployTo(plane, samplePlan());
		plane.state.secrets.get('projects/my-project/secrets/shop-prod-STRIPE_WEBHOOK_SECRET')?.versions.push('whsec');
		// It may go again, and an instance that is told of one that is gone does not start.
		plane.state.secrets.get('projects/my-project/secrets/shop-prod-STRIPE_WEBHOOK_SECRET_PREVIOUS')?.versions.push('before');
		plane.state.secrets.get('projects/my-project/secrets/shop-prod-STRIPE_WEBHOOK_SECRET_RETIRED')?.versions.push('long before');

		const printed = await deployTo(plane, samplePlan());

		expect(printed).toEqual(['  updated shop-prod-stripe', 'functions: 1 of 7 functions']);
		expect(serviceConfig('shop-prod-stripe').secretEnvironmentVariables).toEqual([
			{ key: 'STRIPE_WEBHOOK_SECRET', projectId: 'my-project', secret: 'shop-prod-STRIPE_WEBHOOK_SECRET', version: 'latest' },
		]);
		expect(serviceConfig('shop-prod-partner').secretEnvironmentVariables).toEqual([]);
	});

	it('given a function that left serverless.yml → it goes with its queue, its dead letters and its identity; what others made stays', async () => {
		await deployTo(plane, samplePlan());
		plane.state.topics.set('projects/my-project/topics/theirs', { name: 'projects/my-project/topics/theirs' });

		const printed = await deployTo(plane, smaller());

		const email = 'shop-prod-invoice-paid@my-project.iam.gserviceaccount.com';
		expect(printed.at(-1)).toBe(
			`what left: removed 6 that left: ${[email, ...Array(3).fill('shop-prod-invoice-paid'), ...Array(2).fill('shop-prod-invoice-paid-dead')].sort().join(', ')}`,
		);
		expect(JSON.stringify(plane.state.policies.all())).not.toContain('invoice-paid');
		expect(plane.state.topics.has('projects/my-project/topics/theirs')).toBe(true);
	});

	it('given what somebody granted by hand → it stays; what somebody took away from us comes back', async () => {
		await deployTo(plane, samplePlan());
		const topic = 'projects/my-project/topics/shop-prod-invoice-paid';
		const { etag } = plane.state.policies.read(topic);
		plane.state.policies.write(topic, { etag, bindings: [{ role: 'roles/pubsub.publisher', members: ['user:admin@example.com'] }] });

		await deployTo(plane, samplePlan());

		const [binding] = plane.state.policies.read(topic).bindings ?? [];
		expect(binding?.members).toEqual([
			'serviceAccount:shop-prod-stripe@my-project.iam.gserviceaccount.com',
			'serviceAccount:shop-prod-webhook-sweep@my-project.iam.gserviceaccount.com',
			'user:admin@example.com',
		]);
	});

	it.each([
		['a topic', () => plane.state.topics, 'projects/my-project/topics/shop-prod-given-up', 'topics: the topic shop-prod-given-up'],
		['a bucket', () => plane.state.buckets, 'my-project-shop-prod-blobs', 'bucket: the bucket my-project-shop-prod-blobs'],
		[
			'a function',
			() => plane.state.functions,
			`${root}/functions/shop-prod-stripe`,
			'functions: shop-prod-stripe: a function of this name',
		],
		['a schedule', () => plane.state.jobs, `${root}/jobs/shop-prod-webhook-sweep`, 'schedule: the schedule shop-prod-webhook-sweep'],
	])('given %s of somebody else by our name → it is left alone, and that is said', async (_given, map, name, begin) => {
		map().set(name, { name });

		const deployed = deployTo(plane, samplePlan());

		await expect(deployed).rejects.toMatchObject({ name: 'Mistake', message: `${begin} is there already, and is not of this stage` });
		expect(map().get(name)).toEqual({ name });
	});

	it.each([
		['a policy that another wrote at the same time', 'POST pubsub topics/*:setIamPolicy', new Refused(409, 'ABORTED', 'concurrent')],
		[
			'an identity that IAM does not know yet',
			'POST secretmanager secrets/*:setIamPolicy',
			new Refused(400, 'INVALID_ARGUMENT', 'Service account x does not exist.'),
		],
		[
			'an API that is enabled and does not know it yet',
			'GET firestore databases/*',
			new Refused(403, 'PERMISSION_DENIED', 'disabled', [{ reason: 'SERVICE_DISABLED' }]),
		],
		['a service that is busy', 'PUT pubsub topics/*', new Refused(503, 'UNAVAILABLE', 'try again')],
		['too many requests', 'POST cloudfunctions functions', new Refused(429, 'RESOURCE_EXHAUSTED', 'slowly')],
	])('given %s → it is asked again', async (_given, kind, refusal) => {
		plane.fail = { kind, refusal };

		await deployTo(plane, samplePlan());

		expect(plane.fail).toBeUndefined();
		expect(plane.state.jobs.size).toBe(1);
	});

	it('given a function that an earlier deployment is still building → it waits for that', async () => {
		await deployTo(plane, samplePlan());
		const name = `${root}/functions/shop-prod-stripe`;
		const active = plane.state.functions.get(name) ?? {};
		plane.state.functions.set(name, { ...active, state: 'DEPLOYING' });
		const asked = deployingTo(plane, samplePlan());
		const wait = async () => void plane.state.functions.set(name, active);

		await deploy({ ...asked, wait });

		const { printed } = asked;
		expect(printed).toEqual(['functions: no function has changed']);
	});

	it('given a stage that is no longer thrown away → its databases are protected', async () => {
		await deployTo(plane, samplePlan({ throwAway: true }));
		const protection = () => [...plane.state.databases.values()].map(({ deleteProtectionState }) => deleteProtectionState);
		const before = protection();

		await deployTo(plane, samplePlan());

		expect([before, protection()]).toEqual([Array(2).fill('DELETE_PROTECTION_DISABLED'), Array(2).fill('DELETE_PROTECTION_ENABLED')]);
	});
});
