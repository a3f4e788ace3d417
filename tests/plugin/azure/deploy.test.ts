import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openClients } from '../../../src/plugin/azure/clients.ts';
import { type Artifacts, deploy } from '../../../src/plugin/azure/deploy.ts';
import type { Plan } from '../../../src/plugin/azure/plan.ts';
import { queued, queuesOf } from '../../../src/plugin/azure/plan.ts';
import type { Target } from '../../../src/plugin/azure/target.ts';
import { templateOf } from '../../../src/plugin/azure/template.ts';
import { zipOf } from '../../../src/plugin/zip.ts';
import { type FakeArm, startFakeArm } from './fake-arm/fake-arm.ts';
import { type Answer, armError, subscription } from './fake-arm/state.ts';
import { samplePlan } from './sample-plan.ts';

let fake: FakeArm;
beforeEach(async () => {
	fake = await startFakeArm();
});
afterEach(() => fake.close());

const target: Target = { subscription, resourceGroup: 'shop-prod', owner: 'shop-prod' };
const plan = samplePlan();
const zip = (text: string) => zipOf(new Map([['index.cjs', Buffer.from(text)]]));

const artifactsOf = (of: Plan, code = 'first'): Artifacts => ({
	template: templateOf(of),
	zips: { endpoints: zip(`${code} endpoints`), functions: zip(`${code} functions`) },
	queues: queued(of.routes).flatMap(queuesOf),
	region: 'westeurope',
	throwAway: of.settings.throwAway,
});

/** Deploys without waiting, and returns the lines that were said. */
const run = async (artifacts = artifactsOf(plan)) => {
	const said: string[] = [];
	await deploy(openClients({ env: fake.env, wait: async () => undefined }), target, artifacts, (line) => said.push(line));
	return said;
};

/** Without the polls in between. */
const calls = () => fake.state.calls.filter((call, index, all) => call !== all[index - 1]);
const resourcesOf = (type: string) => [...fake.state.resources.values()].filter((each) => each.type === type);
const zipsOf = (app: string) => [...fake.state.zips].find(([site]) => site.includes(app))?.[1] ?? [];

describe('a deployment to Azure', () => {
	it('given nothing there → makes the group, what is in it, and publishes functions before endpoints', async () => {
		const said = await run();

		expect(calls()).toEqual([
			...[
				'read group',
				'put group',
				'list removed vaults',
				'read deployment',
				'put deployment',
				'read deployment',
				'read group',
				'list roles',
			],
			...[
				'read site',
				'publish',
				'publish status',
				'list functions',
				'read site',
				'publish',
				'publish status',
				'list functions',
				'list queues',
			],
		]);
		expect(said).toEqual([
			...[
				'resource group shop-prod',
				'vault of an earlier deployment',
				'resources',
				'mark of what goes with `sls remove`',
				'rights that are no longer needed',
			],
			...['code of the functions', 'code of the endpoints', 'queues of functions that are gone'],
		]);
		expect(fake.state.group?.tags).toEqual({ hookport: 'shop-prod', 'hookport-throw-away': 'false' });
		expect([...fake.state.zips.keys()].map((site) => site.split('-')[2])).toEqual(['functions', 'endpoints']);
	});

	it('given the same again → makes no other group, and nothing goes', async () => {
		await run();
		const before = [...fake.state.resources.keys()];
		fake.state.calls.length = 0;

		await run(artifactsOf(plan, 'second'));

		expect(calls()).not.toContain('put group');
		expect(calls()).not.toContain('delete resource');
		expect([...fake.state.resources.keys()]).toEqual(before);
		expect(zipsOf('endpoints').at(-1)).toEqual(zip('second endpoints'));
	});

	it('given a function and a source less → their queues and rights go, and nothing of anybody else', async () => {
		await run();
		const foreignQueue = {
			id: '',
			type: 'Microsoft.Storage/storageAccounts/queueServices/queues',
			apiVersion: '',
			name: 'x/default/theirs',
			properties: {},
		};
		const [queue] = resourcesOf(foreignQueue.type);
		const foreignId = (queue?.id ?? '').replace(/[^/]+$/, 'theirs');
		fake.state.resources.set(foreignId, { ...foreignQueue, id: foreignId });
		const less: Plan = {
			...plan,
			routes: {
				...plan.routes,
				routes: plan.routes.routes.filter(({ source }) => source !== 'stripe'),
				timeouts: { partner: 10, command: 3, 'reserve-stock': 10 },
			},
		};

		const said = await run(artifactsOf(less));

		const left = [...fake.state.resources.keys()].filter((id) => /invoice-paid|STRIPE/.test(id));
		expect(left).toEqual([]);
		expect(said.at(-1)).toBe('removed invoice-paid, invoice-paid-dead, invoice-paid-poison');
		expect(fake.state.resources.has(foreignId)).toBe(true);
	});

	it('given rights that somebody else gave, here or above → they stay', async () => {
		await run();
		const [ours] = resourcesOf('Microsoft.Authorization/roleAssignments');
		const [foreign, above] = [`${ours?.id}-foreign`, '/subscriptions/any/providers/Microsoft.Authorization/roleAssignments/above'];
		if (ours === undefined) throw new Error('nobody has a right');
		fake.state.resources.set(foreign, { ...ours, id: foreign, name: 'foreign', properties: { description: 'by hand' } });
		fake.state.resources.set(above, { ...ours, id: above, name: 'above' });

		await run();

		expect([foreign, above].every((id) => fake.state.resources.has(id))).toBe(true);
		expect(fake.state.calls).not.toContain('delete resource');
	});

	it('given an operator less → he may do nothing any more', async () => {
		const id = '99999999-8888-7777-6666-555555555555';
		await run(artifactsOf(samplePlan({ operators: [id] })));
		const rights = () => resourcesOf('Microsoft.Authorization/roleAssignments').filter(({ properties }) => properties?.principalId === id);
		const before = rights().length;

		await run();

		expect([before, rights().length]).toEqual([4, 0]);
	});

	it.each([
		['without our tag', {}, 'has no tag hookport'],
		['of another stage', { hookport: 'shop-dev' }, 'is of shop-dev'],
	])('given a group %s → touches nothing', async (_, tags, reason) => {
		fake.state.group = { location: 'northeurope', tags, properties: { provisioningState: 'Succeeded' } };

		await expect(run()).rejects.toThrow(
			`sls deploy: resource group shop-prod: the resource group shop-prod ${reason}, so nothing in it is touched`,
		);

		expect(fake.state.calls).toEqual(['read group']);
	});

	it('given a group with tags of others in another region → they stay, and so does it', async () => {
		fake.state.group = {
			location: 'northeurope',
			tags: { hookport: 'shop-prod', team: 'a' },
			properties: { provisioningState: 'Succeeded' },
		};

		await run();

		expect(fake.state.group).toMatchObject({ location: 'northeurope', tags: { team: 'a', 'hookport-throw-away': 'false' } });
	});

	it.each([
		[true, 'the group goes on being kept until the resources are deployed', 'false'],
		[false, 'the group is kept at once', 'false'],
	])('given throwAway is now %s, and a deployment that fails → %s', async (throwAway, _, tag) => {
		await run(artifactsOf(samplePlan({ throwAway: !throwAway })));
		fake.fail('put deployment', armError(400, 'InvalidTemplate', 'no'));

		await expect(run(artifactsOf(samplePlan({ throwAway })))).rejects.toThrow('InvalidTemplate');

		expect(fake.state.group?.tags['hookport-throw-away']).toBe(tag);
	});

	it('given a vault that was removed with its group → takes it up again', async () => {
		await run();
		const [vault] = resourcesOf('Microsoft.KeyVault/vaults');
		fake.state.resources.delete(vault?.id ?? '');
		fake.state.deletedVaults.push({ name: vault?.name ?? '', properties: { vaultId: vault?.id ?? '', location: 'westeurope' } });

		await run();

		expect(resourcesOf('Microsoft.KeyVault/vaults')[0]?.properties?.createMode).toBe('recover');
	});

	it('given a vault that was removed from another group → makes one of its own', async () => {
		const vaultId = `/subscriptions/${subscription}/resourceGroups/other/providers/Microsoft.KeyVault/vaults/other`;
		fake.state.deletedVaults.push({ name: 'other', properties: { vaultId, location: 'westeurope' } });

		await run();

		expect(resourcesOf('Microsoft.KeyVault/vaults')[0]?.properties?.createMode).toBe('default');
	});

	it('given a throw-away stage whose first deployment fails → its group goes with sls remove all the same', async () => {
		fake.fail('put deployment', armError(400, 'InvalidTemplate', 'no'));

		await expect(run(artifactsOf(samplePlan({ throwAway: true })))).rejects.toThrow('InvalidTemplate');

		expect(fake.state.group?.tags['hookport-throw-away']).toBe('true');
	});

	it('given a deployment that still runs, of a command that was broken off → waits for its end first', async () => {
		await run();
		if (fake.state.deployment) fake.state.deployment.polls = 4;
		fake.state.calls.length = 0;

		await run();

		expect(fake.state.calls.indexOf('put deployment')).toBeGreaterThan(5);
	});
});

const refused = (name: string, action: string) =>
	armError(
		403,
		'AuthorizationFailed',
		`The client does not have authorization to perform action '${action}' over scope '/subscriptions/${name}' or the scope is invalid.`,
	);

const operation = (type: string, code: string, message: string): Answer => ({
	status: 200,
	body: {
		properties: {
			provisioningState: 'Failed',
			targetResource: { resourceType: type, resourceName: 'it' },
			statusMessage: { error: { code: 'ResourceDeploymentFailure', message: 'inside', details: [{ code, message }] } },
		},
	},
});

/** Each call that a deployment makes, and what its failing is told as. */
const failPoints: readonly (readonly [string, Answer, string])[] = [
	[
		'read group',
		refused('x', 'Microsoft.Resources/subscriptions/resourceGroups/read'),
		'resource group shop-prod: Azure does not let this login do Microsoft.Resources/subscriptions/resourceGroups/read on /subscriptions/x (AuthorizationFailed): its role needs it',
	],
	[
		'read group',
		armError(404, 'SubscriptionNotFound'),
		'resource group shop-prod: provider.subscription: this login sees none of that id (SubscriptionNotFound)',
	],
	[
		'put group',
		armError(400, 'LocationNotAvailableForResourceGroup', 'The provided location is not available.'),
		'resource group shop-prod: LocationNotAvailableForResourceGroup: The provided location is not available.',
	],
	['list removed vaults', armError(500, 'InternalServerError', 'later'), 'vault of an earlier deployment: InternalServerError: later'],
	['read deployment', armError(503, 'ServiceUnavailable', 'busy'), 'resources: ServiceUnavailable: busy'],
	['put deployment', armError(400, 'InvalidTemplate', 'no'), 'resources: InvalidTemplate: no'],
	[
		'put deployment',
		armError(409, 'MissingSubscriptionRegistration', "The subscription is not registered to use namespace 'Microsoft.Web'."),
		'resources: the subscription does not know Microsoft.Web yet: az provider register --wait --namespace Microsoft.Web',
	],
	[
		'deploy resource',
		operation('Microsoft.Web/sites', 'SubscriptionIsOverQuotaForSku', 'No quota.'),
		'resources: Microsoft.Web/sites it: SubscriptionIsOverQuotaForSku: No quota.',
	],
	[
		'list roles',
		refused('x', 'Microsoft.Authorization/roleAssignments/read'),
		'rights that are no longer needed: Azure does not let this login do Microsoft.Authorization/roleAssignments/read on /subscriptions/x (AuthorizationFailed): its role needs it, for example as Role Based Access Control Administrator',
	],
	['read site', armError(404, 'ResourceNotFound', 'gone'), 'code of the functions: ResourceNotFound: gone'],
	['publish', { status: 403, body: 'Forbidden' }, 'code of the functions: Azure does not let this login do that (403)'],
	['publish', { status: 400, body: 'not a zip' }, 'code of the functions: 400: not a zip'],
	[
		'publish status',
		{ status: 200, body: { status: 3, status_text: 'Package deployment failed' } },
		'code of the functions: PublishFailed: the host could not take the zip: Package deployment failed',
	],
	[
		'publish status',
		{ status: 200, body: { status: 3, status_text: 'BlobUploadFailedException: 403' } },
		'code of the functions: the host could not take the zip: BlobUploadFailedException: 403',
	],
	['publish status', { status: 200, body: { status: 1 } }, 'code of the functions: Timeout: the host did not take the zip in time'],
	['list functions', { status: 200, body: { value: [] } }, 'its host finds no function in it'],
	['list queues', armError(500, 'InternalError', 'later'), 'queues of functions that are gone: InternalError: later'],
];

describe('a deployment to Azure that fails', () => {
	it.each(failPoints)('at "%s" %#, tells the step and the reason in one line, and is completed by the next', async (call, answer, line) => {
		fake.fail(call, answer);

		const failure = await run().catch((error: Error) => error);
		fake.state.failures.clear();
		const said = await run(artifactsOf(plan, 'second'));

		const { name, message } = failure as Error;
		expect({ name, message }).toEqual({ name: 'Mistake', message: expect.stringContaining(line) });
		expect(message).toMatch(/^sls deploy: [^\n]+$/);
		expect(message).not.toContain('operator-token');
		expect(said.at(-1)).toBe('queues of functions that are gone');
		expect(zipsOf('endpoints').at(-1)).toEqual(zip('second endpoints'));
	});

	it.each<[string, Answer]>([
		['publish', { status: 403, body: 'not yet' }],
		['publish', { status: 409, body: 'another deployment is under way' }],
		['publish status', { status: 200, body: { status: 3, status_text: 'BlobUploadFailedException' } }],
		['put deployment', { status: 429, body: '' }],
		['put group', { status: 503, body: '' }],
	])('for a moment at "%s" %#, goes on', async (call, answer) => {
		fake.fail(call, answer, 2);

		const said = await run();

		expect(said).toHaveLength(8);
	});
});
