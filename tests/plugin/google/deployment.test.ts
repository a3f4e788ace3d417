import { describe, expect, it } from '@jest/globals';
import { deployment } from '../../../src/plugin/google/deployment.ts';
import type { Grant, Plan } from '../../../src/plugin/google/plan.ts';
import { addTeller } from '../../bringing-provider.ts';
import { sampleRoutes } from '../aws/sample-plan.ts';
import { samplePlan, sampleWish } from './sample-plan.ts';

/** Everything that an identity may do, each as `role on resource (under a condition)`. */
function rightsOf(name: string, plan: Plan = samplePlan()): readonly string[] {
	const member = `serviceAccount:shop-prod-${name}@my-project.iam.gserviceaccount.com`;
	const on = (resource: string, grants: readonly Grant[]) =>
		grants
			.filter(({ members }) => members.includes(member))
			.map(({ role, condition }) => {
				const where = condition ? ` (${/"(.*)"/.exec(condition.expression)?.[1]})` : '';
				return `${role.replace('roles/', '')} on ${resource.replace('shop-prod-', '')}${where}`;
			});
	return [
		...on('project', plan.grants),
		...on('bucket', plan.bucket.grants),
		...plan.secrets.flatMap(({ name: secret, grants }) => on(secret, grants)),
		...plan.topics.flatMap(({ name: topic, grants }) => on(`topic ${topic}`, grants)),
		...plan.subscriptions.flatMap(({ name: each, grants }) => on(`subscription ${each}`, grants)),
		...plan.functions.flatMap((each) => (each.invokers.includes(member) ? [`invoker of ${each.name}`.replace('shop-prod-', '')] : [])),
	];
}

const database = (id: string) => `datastore.user on project (projects/my-project/databases/shop-prod-${id})`;
const objects = (role: string, source: string) =>
	`storage.${role} on bucket (projects/_/buckets/my-project-shop-prod-blobs/objects/${source}/)`;
const reading = (...names: readonly string[]) =>
	names.flatMap((name) =>
		['', '_PREVIOUS', ...(name.endsWith('_WEBHOOK_SECRET') ? ['_RETIRED'] : [])].map(
			(end) => `secretmanager.secretAccessor on ${name}${end}`,
		),
	);

const expected: readonly (readonly [what: string, name: string, rights: readonly string[]])[] = [
	[
		'an endpoint',
		'stripe',
		[database('events'), objects('objectUser', 'stripe'), ...reading('STRIPE_WEBHOOK_SECRET'), 'pubsub.publisher on topic invoice-paid'],
	],
	[
		'an endpoint that nobody listens behind, with checks of the caller',
		'partner',
		[database('events'), objects('objectUser', 'partner'), ...reading('PARTNER_API_KEY', 'PARTNER_BASIC_AUTH', 'PARTNER_WEBHOOK_SECRET')],
	],
	[
		'a function that its queue wakes',
		'invoice-paid',
		[
			database('events'),
			database('records'),
			objects('objectViewer', 'stripe'),
			...reading('NOTIFY_WEBHOOK_URL'),
			'pubsub.publisher on topic invoice-paid-dead',
			'invoker of reserve-stock',
		],
	],
	[
		'a function that the sender waits for',
		'command',
		[
			database('events'),
			database('records'),
			objects('objectUser', 'slack'),
			objects('objectViewer', 'slack'),
			...reading('NOTIFY_WEBHOOK_URL', 'SLACK_WEBHOOK_SECRET'),
			'pubsub.publisher on topic command-dead',
			'invoker of reserve-stock',
		],
	],
	['a function that others call', 'reserve-stock', [database('records'), ...reading('NOTIFY_WEBHOOK_URL'), 'invoker of reserve-stock']],
	[
		'the sweep',
		'webhook-sweep',
		[
			database('events'),
			'storage.objectUser on bucket',
			...['invoice-paid', 'invoice-paid-dead', 'command', 'command-dead'].map((name) => `pubsub.publisher on topic ${name}`),
		],
	],
	['what wakes functions', 'webhook-waker', ['command-queue', 'invoice-paid', 'webhook-sweep'].map((name) => `invoker of ${name}`)],
	[
		'what builds functions',
		'webhook-builder',
		['logging.logWriter on project', 'artifactregistry.writer on project', 'storage.objectViewer on project (projects/_/buckets/gcf-v2-)'],
	],
];

describe('the plan for Google', () => {
	it.each(expected)('gives %s exactly what it needs', (_what, name, rights) => {
		expect([...rightsOf(name)].sort()).toEqual([...rights].sort());
	});

	it('has no identity besides', () => {
		expect(samplePlan().identities.map(({ id }) => id)).toEqual(expected.map(([, name]) => `shop-prod-${name}`).sort(byOwn));
	});

	it('lets everybody in where senders post to, only the waker where queues do, and only this project’s queues reach that', () => {
		const waker = 'serviceAccount:shop-prod-webhook-waker@my-project.iam.gserviceaccount.com';
		const who = samplePlan().functions.map(({ name, invokers, internal, public: open }) => [name, open, internal, invokers]);

		expect(who).toEqual([
			['shop-prod-stripe', true, false, ['allUsers']],
			['shop-prod-partner', true, false, ['allUsers']],
			['shop-prod-invoice-paid', false, true, [waker]],
			['shop-prod-command', true, false, ['allUsers']],
			['shop-prod-command-queue', false, true, [waker]],
			[
				'shop-prod-reserve-stock',
				false,
				false,
				['command@', 'invoice-paid@', 'reserve-stock@'].map((each) => expect.stringContaining(each)),
			],
			['shop-prod-webhook-sweep', false, true, [waker]],
		]);
	});

	it('wakes a function as often as Pub/Sub does, after its own back-off, and not while it may still run', () => {
		const plan = samplePlan(
			{},
			{ routes: sampleRoutes.map(({ retry, ...route }) => ({ ...route, ...(retry && { retry: { attempts: 5, backoff: 30 } }) })) },
		);
		const feeding = (name: string) => plan.subscriptions.find((each) => each.name === `shop-prod-${name}`);

		expect(feeding('invoice-paid')).toMatchObject({
			ackDeadlineSeconds: 35,
			push: { function: 'shop-prod-invoice-paid', backoff: 30, givenUp: 'shop-prod-given-up' },
		});
		expect(feeding('command')).toMatchObject({ push: { function: 'shop-prod-command-queue', backoff: 10 } });
		expect(feeding('invoice-paid-dead')).not.toHaveProperty('push');
		expect(plan.topics.find(({ name }) => name === 'shop-prod-given-up')?.grants).toEqual([
			{ role: 'roles/pubsub.publisher', members: ['serviceAccount:service-{projectNumber}@gcp-sa-pubsub.iam.gserviceaccount.com'] },
		]);
	});

	it('tells a function what it has to know, and its queue side that it is that', () => {
		const environment = Object.fromEntries(samplePlan().functions.map((each) => [each.name, each.environment]));

		expect(environment['shop-prod-command-queue']).toEqual({
			WEBHOOK_FUNCTION: 'command',
			WEBHOOK_PROJECT: 'my-project',
			WEBHOOK_REGION: 'europe-west1',
			WEBHOOK_PREFIX: 'shop-prod-',
			WEBHOOK_BUCKET: 'my-project-shop-prod-blobs',
			WEBHOOK_PUBLIC_URL: 'https://europe-west1-my-project.cloudfunctions.net/shop-prod-command-queue',
			WEBHOOK_WAKES: 'queue',
		});
		expect(environment['shop-prod-stripe']).not.toHaveProperty('WEBHOOK_WAKES');
	});

	it('takes its settings: warm instances where senders post to, a bound for all, a URL before them, and a pace for a queue', () => {
		const settings = { minInstances: 2, maxInstances: 7, publicUrl: 'https://hooks.example.com/' };
		const plan = deployment({ ...sampleWish(settings), paces: { 'invoice-paid': { maximumConcurrency: 3 } } });
		const row = (name: string) => {
			const each = plan.functions.find((one) => one.name === `shop-prod-${name}`);
			return [each?.minInstances, each?.maxInstances, each?.environment.WEBHOOK_PUBLIC_URL];
		};

		expect([row('stripe'), row('invoice-paid')]).toEqual([
			[2, 7, 'https://hooks.example.com'],
			[0, 3, 'https://hooks.example.com'],
		]);
	});

	it('runs one event at a time in what the team writes, and many in an endpoint', () => {
		expect(samplePlan().functions.map(({ concurrency }) => concurrency)).toEqual([40, 40, 1, 1, 1, 1, 1]);
	});

	it('given a source whose sender brings its secret → its endpoint alone may give that a first value', () => {
		const removeTeller = addTeller();
		const { routes } = sampleWish();
		const sources = { ...routes.sources, stripe: { name: 'stripe', provider: 'teller', maxBody: 1024 } };
		const plan = samplePlan({}, { sources });
		removeTeller();

		const adding = expected.flatMap(([, name]) =>
			rightsOf(name, plan)
				.filter((right) => right.includes('secretVersionAdder'))
				.map((right) => `${name}: ${right}`),
		);
		expect(adding).toEqual(['stripe: secretmanager.secretVersionAdder on STRIPE_WEBHOOK_SECRET']);
	});

	it('given a source that encrypts → what opens its bodies reads its storage key too', () => {
		const { routes } = sampleWish();
		const sources = { ...routes.sources, stripe: { name: 'stripe', provider: 'stripe', maxBody: 1024, encrypt: true } };
		const plan = samplePlan({}, { sources });

		const reads = expected.flatMap(([, name]) => (rightsOf(name, plan).join().includes('STRIPE_STORAGE_KEY') ? [name] : []));
		expect(reads).toEqual(['stripe', 'invoice-paid']);
	});

	it('given a long name → an identity that fits in 30 characters, and is nobody else’s', () => {
		const timeouts = { 'a-function-with-quite-a-long-name': 10, 'a-function-with-quite-a-long-names': 10 };
		const ids = samplePlan({}, { timeouts, routes: [] }).identities.map(({ id }) => id);

		expect(new Set(ids).size).toBe(ids.length);
		expect(ids.filter((id) => !/^[a-z][-a-z0-9]{4,28}[a-z0-9]$/.test(id))).toEqual([]);
	});
});

const order = ['stripe', 'partner', 'invoice-paid', 'command', 'reserve-stock', 'webhook-sweep', 'webhook-waker', 'webhook-builder'];

function byOwn(one: string, other: string): number {
	return order.indexOf(one.slice('shop-prod-'.length)) - order.indexOf(other.slice('shop-prod-'.length));
}
