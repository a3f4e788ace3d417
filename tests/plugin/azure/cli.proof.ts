import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyService, sls } from './copy-service.ts';
import { type FakeArm, startFakeArm } from './fake-arm/fake-arm.ts';
import { armError } from './fake-arm/state.ts';

let dir: string;
let remove: () => void;
let fake: FakeArm;
beforeAll(async () => {
	({ dir, remove } = copyService());
	fake = await startFakeArm();
});
afterAll(async () => {
	remove();
	await fake.close();
});

/** One command against the fake; what it printed, and whether it failed. */
const run = async (...args: readonly string[]) => {
	fake.state.calls.length = 0;
	try {
		return { failed: false, text: await sls(dir, args, fake.env) };
	} catch (error) {
		return { failed: true, text: (error as Error).message };
	}
};
const resources = () =>
	[...fake.state.resources.values()].filter(({ id }) => id.split('/').length === 9).map(({ type }) => type.replace('Microsoft.', ''));

// Each begins where the one before it ended, as they do for who works with them.
describe('sls on Azure', () => {
	it('given nobody who is signed in to a subscription → deploy says which option is missing', async () => {
		const told = await sls(dir, ['deploy'], { ...fake.env, AZURE_SUBSCRIPTION_ID: '' }).catch((error: Error) => error.message);

		expect(told).toContain('provider.subscription: there is none, nor AZURE_SUBSCRIPTION_ID; az account show --query id');
		expect(fake.state.calls).toEqual([]);
	}, 60_000);

	it('before the first deployment secrets list names what will be needed, and new function asks nobody, for no subscription either', async () => {
		const listed = await run('webhook', 'secrets', 'list', '--stage', 'dev');
		const named = ['webhook', 'new', 'function', '--source', 'stripe', '--type', 'charge.refunded', '--stage', 'dev'];
		fake.state.calls.length = 0;
		const told = await sls(dir, named, { ...fake.env, AZURE_SUBSCRIPTION_ID: '' }).catch((error: Error) => error.message);

		expect([listed.failed, fake.state.calls]).toEqual([false, []]);
		expect(listed.text).toMatch(/^STRIPE_WEBHOOK_SECRET +missing/m);
		expect(told).toContain('so nothing was written; add to serverless.yml yourself: charge-refunded: {');
	}, 60_000);

	it('given a zip that the host does not take → deploy fails with the step and the reason in one line', async () => {
		fake.fail('publish', { status: 400, body: 'broken' });

		const { failed, text } = await run('deploy');
		fake.state.failures.clear();

		expect(failed).toBe(true);
		expect(text).toMatch(/^.*sls deploy: code of the functions: 400: broken$/m);
		expect(text).not.toMatch(/^\s+at |operator-token/m);
	}, 60_000);

	it('deploy then completes it, and ends with where senders post to and which secrets are missing', async () => {
		const { failed, text } = await run('deploy');

		expect(failed).toBe(false);
		expect(fake.state.calls).not.toContain('put group');
		expect(text).toMatch(/stripe {2,}https:\/\/hookport-dev-endpoints-\w{13}\.azurewebsites\.net\/webhooks\/stripe/);
		expect(text).toMatch(/slack {2,}https:\/\/hookport-dev-functions-\w{13}\.azurewebsites\.net\/webhooks\/slack\/deploy-command/);
		expect(text).toContain('STRIPE_WEBHOOK_SECRET');
		expect(fake.state.zips.size).toBe(2);
	}, 60_000);

	it('deploy again updates it', async () => {
		const { failed } = await run('deploy');

		expect(failed).toBe(false);
		expect(fake.state.calls).toEqual(expect.arrayContaining(['put deployment', 'publish']));
		expect(fake.state.calls).not.toContain('delete resource');
	}, 60_000);

	it('info tells what runs, and where', async () => {
		const { text } = await run('info');

		expect(text).toMatch(/endpoints: hookport-dev-endpoints-\w{13} \(Running\)/);
		expect(text).toMatch(/invoice-paid +queue invoice-paid/);
		expect(text).toMatch(/reserve-stock +called by other functions/);
	}, 60_000);

	it('webhook secrets set keeps a secret in the vault, which list then knows', async () => {
		const settings = { ...fake.env, input: 'whsec_from-the-dashboard\n' };
		await sls(dir, ['webhook', 'secrets', 'set', '--name', 'STRIPE_WEBHOOK_SECRET', '--stage', 'dev'], settings);

		const listed = await sls(dir, ['webhook', 'secrets', 'list', '--stage', 'dev'], fake.env);

		expect(fake.state.secrets).toEqual(new Map([['STRIPE-WEBHOOK-SECRET', 'whsec_from-the-dashboard']]));
		expect(listed).toMatch(/STRIPE_WEBHOOK_SECRET +set/);
	}, 60_000);

	it('logs shows what a function wrote', async () => {
		fake.state.logs = [['2026-12-01T00:00:00Z', '{"message":"paid"}']];

		const { text } = await run('logs', '--function', 'invoice-paid', '--startTime', '1h');

		expect(text).toContain('2026-12-01T00:00:00Z {"message":"paid"}');
		expect(fake.state.query).toContain("operation_Name matches regex '^invoice-paid(_http)?(_[0-9]+)?$'");
	}, 60_000);

	it.each([
		[
			['invoke', '--function', 'reserve-stock'],
			'sls invoke: on Azure nothing outside reaches "reserve-stock"; only other functions call it',
		],
		[['rollback', '--timestamp', '1'], 'sls rollback: Flex Consumption keeps the code of the last deployment only'],
	])(
		'%j is refused with what to do instead',
		async (args, line) => {
			const { failed, text } = await run(...args);

			expect(failed).toBe(true);
			expect(text).toContain(line);
			expect(fake.state.calls).toEqual([]);
		},
		30_000,
	);

	it('given who may not → info names the action that his role needs', async () => {
		const action = 'Microsoft.Resources/subscriptions/resourceGroups/read';
		fake.fail('read group', armError(403, 'AuthorizationFailed', `no authorization to perform action '${action}' over scope '/x'`));

		const { failed, text } = await run('info');
		fake.state.failures.clear();

		expect(failed).toBe(true);
		expect(text).toContain(`Azure does not let this login do ${action} on /x (AuthorizationFailed): its role needs it`);
	}, 60_000);

	it('remove leaves nothing of a throw-away stage', async () => {
		expect(resources()).toHaveLength(11);

		const { failed } = await run('remove');

		expect(failed).toBe(false);
		expect(fake.state.group).toBeUndefined();
		expect(fake.state.deletedVaults).toEqual([]);
	}, 60_000);

	it('info says that it is not deployed then', async () => {
		const { failed, text } = await run('info');

		expect(failed).toBe(true);
		expect(text).toContain(
			'hookport-dev is not deployed in the resource group hookport-dev: npx sls deploy --config serverless.azure.yml --stage dev',
		);
	}, 60_000);
});
