import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openClients } from '../../../src/plugin/azure/clients.ts';
import { deploy } from '../../../src/plugin/azure/deploy.ts';
import { remove } from '../../../src/plugin/azure/remove.ts';
import type { Target } from '../../../src/plugin/azure/target.ts';
import { templateOf } from '../../../src/plugin/azure/template.ts';
import { zipOf } from '../../../src/plugin/zip.ts';
import { type FakeArm, startFakeArm } from './fake-arm/fake-arm.ts';
import { armError, subscription } from './fake-arm/state.ts';
import { samplePlan } from './sample-plan.ts';

let fake: FakeArm;
beforeEach(async () => {
	fake = await startFakeArm();
});
afterEach(() => fake.close());

const target: Target = { subscription, resourceGroup: 'shop-prod', owner: 'shop-prod' };
const operator = '99999999-8888-7777-6666-555555555555';
const clients = () => openClients({ env: fake.env, wait: async () => undefined });
const deployed = (throwAway: boolean) => {
	const zip = zipOf(new Map([['index.cjs', Buffer.alloc(0)]]));
	const template = templateOf(samplePlan({ throwAway, operators: [operator] }));
	const artifacts = { template, zips: { endpoints: zip, functions: zip }, queues: [], region: 'westeurope', throwAway };
	return deploy(clients(), target, artifacts, () => undefined);
};
const removed = async (throwAway: boolean) => {
	const said: string[] = [];
	await remove(clients(), target, { throwAway, say: (line) => said.push(line) });
	return said;
};
const left = (type: string) => [...fake.state.resources.values()].filter((each) => each.type === `Microsoft.${type}`);
const addForeign = (type: string, name: string) => {
	const id = `/subscriptions/${subscription}/resourceGroups/shop-prod/providers/${type}/${name}`;
	fake.state.resources.set(id, { id, type, name, apiVersion: '', location: 'westeurope' });
};

describe('sls remove on Azure', () => {
	it('given a stage that is kept → leaves its storage and its vault in the group, and an operator his rights on them', async () => {
		await deployed(false);

		const said = await removed(false);

		expect(left('Web/sites').concat(left('Web/serverfarms'), left('ManagedIdentity/userAssignedIdentities'))).toEqual([]);
		expect(left('Storage/storageAccounts').map(({ name }) => name)).toEqual([expect.stringMatching(/^shopprodd/)]);
		expect(left('KeyVault/vaults')).toHaveLength(1);
		expect(left('Authorization/roleAssignments').map(({ properties }) => properties?.principalId)).toEqual(Array(4).fill(operator));
		expect(said.at(-1)).toMatch(
			/^kept: .*storageAccounts shopprodd\w+, Microsoft.KeyVault\/vaults shop-prod-\w+, in the resource group shop-prod$/,
		);
	});

	it('given what was kept → the next deployment takes it up again', async () => {
		await deployed(false);
		await removed(false);

		await deployed(false);

		expect(left('Web/sites')).toHaveLength(2);
		expect(left('Storage/storageAccounts')).toHaveLength(2);
	});

	it('given a throw-away stage → removes the group, and gives the name of its vault back', async () => {
		await deployed(true);

		const said = await removed(true);

		expect(fake.state.group).toBeUndefined();
		expect(fake.state.deletedVaults).toEqual([]);
		expect(said.at(-1)).toBe('resource group shop-prod');
	});

	it('given something of somebody else in its group → that stays, and so does the group', async () => {
		await deployed(true);
		addForeign('Microsoft.Storage/storageAccounts', 'theirs');
		addForeign('Microsoft.AlertsManagement/smartDetectorAlertRules', 'Failure Anomalies - shop-prod-insights');

		const said = await removed(true);

		expect(left('Storage/storageAccounts').map(({ name }) => name)).toEqual(['theirs']);
		expect(fake.state.calls).not.toContain('delete group');
		expect(said.at(-1)).toBe('the resource group shop-prod stays: theirs in it is not ours');
	});

	it('given only what Application Insights put there itself → the group goes', async () => {
		await deployed(true);
		addForeign('microsoft.alertsmanagement/smartDetectorAlertRules', 'Failure Anomalies - shop-prod-insights');
		addForeign('microsoft.insights/actiongroups', 'Application Insights Smart Detection');

		await removed(true);

		expect(fake.state.group).toBeUndefined();
	});

	it('given a stage that was deployed as throw-away, and is kept now → removes nothing', async () => {
		await deployed(true);
		const before = fake.state.resources.size;

		await expect(removed(false)).rejects.toThrow(
			'shop-prod was deployed as throw-away, and serverless.yml says now that its storage and vault are kept',
		);

		expect(fake.state.resources.size).toBe(before);
	});

	it('given a stage that was deployed as kept, and is throw-away now → keeps what it keeps', async () => {
		await deployed(false);

		await removed(true);

		expect(left('Storage/storageAccounts')).toHaveLength(1);
	});

	it.each([
		['none', undefined, 'there is no resource group shop-prod'],
		['one without our tag', {}, 'the resource group shop-prod has no tag hookport'],
		['one of another stage', { hookport: 'shop-dev' }, 'the resource group shop-prod is of shop-dev'],
	])('given the group is %s → removes nothing', async (_, tags, line) => {
		fake.state.group = tags && { location: 'westeurope', tags, properties: { provisioningState: 'Succeeded' } };

		await expect(removed(true)).rejects.toThrow(line);

		expect(fake.state.calls).toEqual(['read group']);
	});

	it('given who may not purge the vault → says that the next deployment recovers it', async () => {
		await deployed(true);
		fake.fail(
			'purge vault',
			armError(
				403,
				'AuthorizationFailed',
				"no authorization to perform action 'Microsoft.KeyVault/locations/deletedVaults/purge/action' over scope '/x'",
			),
		);

		const said = await removed(true);

		expect(said.find((line) => line.startsWith('the vault'))).toMatch(
			/is removed, and not purged \(.*purge\/action.*\): the next deployment recovers it$/,
		);
	});

	it('given a removal that fails → names what, and a second one completes it', async () => {
		await deployed(true);
		fake.fail('delete resource', armError(409, 'ScopeLocked', 'The scope is locked.'));
		const failure = await removed(true).catch((error: Error) => error.message);
		fake.state.failures.clear();

		await removed(true);

		expect(failure).toMatch(/^sls remove: roleAssignments [\w-]+: ScopeLocked: The scope is locked\.$/);
		expect(fake.state.group).toBeUndefined();
	});
});
