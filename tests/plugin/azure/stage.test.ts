import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from '../../../src/clouds/azure/client.ts';
import { createCloud } from '../../../src/clouds/azure/create-cloud.ts';
import { openClients } from '../../../src/plugin/azure/clients.ts';
import { deploy } from '../../../src/plugin/azure/deploy.ts';
import type { Plan } from '../../../src/plugin/azure/plan.ts';
import { deployed } from '../../../src/plugin/azure/stage/deployed.ts';
import type { Stage } from '../../../src/plugin/azure/stage/stage.ts';
import { stagePlace, undeployedPlace } from '../../../src/plugin/azure/stage/stage-place.ts';
import { storageClient } from '../../../src/plugin/azure/stage/storage-client.ts';
import { templateOf } from '../../../src/plugin/azure/template.ts';
import { type Desk, openDesk } from '../../../src/plugin/commands/desk.ts';
import { events } from '../../../src/plugin/commands/events.ts';
import { replay } from '../../../src/plugin/commands/replay.ts';
import { secretsSet } from '../../../src/plugin/commands/secrets-set.ts';
import { show } from '../../../src/plugin/commands/show.ts';
import { urls } from '../../../src/plugin/commands/urls.ts';
import { zipOf } from '../../../src/plugin/zip.ts';
import { providers } from '../../../src/providers/providers.ts';
import { azureService } from '../../clouds/azure/azure-service.ts';
import { type Azurite, startAzurite } from '../../clouds/azure/start-azurite.ts';
import { paidInvoice } from '../../ports/paid-invoice.ts';
import { sampleRecord, sampleRun } from '../../ports/sample-record.ts';
import { testListener } from '../commands/test-listener.ts';
import { type FakeArm, startFakeArm } from './fake-arm/fake-arm.ts';
import { armError, subscription } from './fake-arm/state.ts';
import { samplePlan } from './sample-plan.ts';

let azurite: Azurite;
let fake: FakeArm;
let printed: string[];
beforeAll(async () => {
	[azurite, fake] = await Promise.all([startAzurite(), startFakeArm()]);
	await azureService(azurite.connection, ['invoice-paid', 'command']);
	const zip = zipOf(new Map([['index.cjs', Buffer.alloc(0)]]));
	const artifacts = { template: templateOf(samplePlan()), zips: { functions: zip }, queues: [], region: 'westeurope', throwAway: false };
	await deploy(stage().clients, stage().target, artifacts, () => undefined);
}, 30_000);
afterAll(() => Promise.all([azurite.close(), fake.close()]));
beforeEach(() => {
	printed = [];
});

const stage = (plan: Plan = samplePlan()): Stage => ({
	name: 'prod',
	target: { subscription, resourceGroup: 'shop-prod', owner: 'shop-prod' },
	plan,
	clients: openClients({ env: fake.env, wait: async () => undefined }),
	connection: azurite.connection,
	flags: ' --config serverless.azure.yml --stage prod',
});
const desk = async (plan: Plan = samplePlan(), value = '') => {
	const print = (text: string) => void printed.push(text);
	return openDesk(
		{ routes: plan.routes, providers, print, ask: async () => value, confirm: async () => true },
		await stagePlace(stage(plan)),
	);
};
const cloud = () => {
	const env = { WEBHOOK_STORAGE_CONNECTION: azurite.connection };
	return createCloud({ env, routes: samplePlan().routes, client: createClient({ env }) });
};
const said = () => printed.splice(0).join('\n');

describe('the commands on a stage on Azure', () => {
	it('given an event whose function is dead → it is listed, shown, and runs again', async () => {
		const now = Date.now();
		const dead = sampleRun({ status: 'dead', attempts: 3, fence: 3, sent: true, reason: 'failed 3 times' });
		const record = sampleRecord({ receivedAt: now, expiresAt: now + 1e9, functions: { 'invoice-paid': dead } });
		await cloud().events.insert(record, now);

		await events({}, await desk());
		expect(said()).toMatch(/ dead +stripe +invoice\.paid +evt_1 +invoice-paid dead \(3\)$/);
		await show({ id: 'evt_1', json: true }, await desk());
		expect(JSON.parse(said())).toMatchObject({ id: 'evt_1', body: '{"id":"evt_1"}' });
		await replay({ id: 'evt_1' }, await desk());

		expect(said()).toBe('stripe evt_1: sent again to invoice-paid');
		const again = await cloud().events.get(record);
		expect(again?.functions['invoice-paid']).toMatchObject({ status: 'pending', attempts: 0, sent: true, replays: 1 });
	});

	it('is listened to: what it has received comes to the local run in order, and its storage is as it was', async () => {
		const now = Date.now();
		const listener = await testListener(samplePlan().routes);
		for (const [at, id] of ['evt_a', 'evt_c', 'evt_b'].entries()) await cloud().events.insert(paidInvoice(now - 7_200_000 * at, id), now);
		const stored = async () => JSON.stringify(await cloud().events.list({}));
		const before = await stored();

		const run = listener.start({ since: '1d' }, await desk());
		await run.says(/^Caught up: \d events: \d kept/);
		await run.end();

		expect((await listener.kept()).filter((id) => id !== 'evt_1')).toEqual(['evt_b', 'evt_c', 'evt_a']);
		expect(await stored()).toBe(before);
		await listener.close();
	});

	it('tells where each source posts to: to the functions where a sender waits for the answer', async () => {
		await urls({}, await desk());

		expect(said().split('\n').slice(1)).toEqual([
			expect.stringMatching(/^stripe +https:\/\/shop-prod-endpoints-\w{13}\.azurewebsites\.net\/webhooks\/stripe +stripe$/),
			expect.stringMatching(/^partner +https:\/\/shop-prod-endpoints-\w{13}\.azurewebsites\.net\/webhooks\/partner +partner$/),
			expect.stringMatching(/^slack +https:\/\/shop-prod-functions-\w{13}\.azurewebsites\.net\/webhooks\/slack\/command +command$/),
		]);
	});

	it('given an address in front of both apps → all post there', async () => {
		await urls({}, await desk(samplePlan({ publicUrl: 'https://hooks.example.com' })));

		expect(said().match(/https:\/\/[\w.-]+/g)).toEqual(Array(3).fill('https://hooks.example.com'));
	});

	it('given a secret that takes the place of another → that one is valid too', async () => {
		await secretsSet({ name: 'STRIPE_WEBHOOK_SECRET' }, await desk(samplePlan(), 'whsec_one'));
		await secretsSet({ name: 'STRIPE_WEBHOOK_SECRET', previous: true }, await desk(samplePlan(), 'whsec_two'));

		expect(fake.state.secrets).toEqual(
			new Map([
				['STRIPE-WEBHOOK-SECRET', 'whsec_two'],
				['STRIPE-WEBHOOK-SECRET-PREVIOUS', 'whsec_one'],
			]),
		);
		const { secrets } = await desk();
		expect(await secrets.pair('STRIPE_WEBHOOK_SECRET')).toEqual({ verifying: 'whsec_two', signing: 'whsec_two' });
		expect(Object.keys(await secrets.states())).toEqual(['STRIPE_WEBHOOK_SECRET', 'STRIPE_WEBHOOK_SECRET_PREVIOUS']);
		expect(said()).not.toContain('whsec_');
	});

	it.each([
		['another that is none yet', 'SLACK_WEBHOOK_SECRET', '--previous: SLACK_WEBHOOK_SECRET has no value on prod yet'],
		['itself', 'PARTNER_API_KEY', 'PARTNER_API_KEY has this value already on prod; nothing was set'],
	])('given a secret that takes the place of %s → sets nothing', async (_, name, line) => {
		fake.state.secrets.set('PARTNER-API-KEY', 'key');
		const { secrets } = await desk();

		await expect(secrets.set(name, 'key', true)).rejects.toThrow(line);

		expect([...fake.state.secrets.keys()].filter((each) => /^(SLACK|PARTNER-API-KEY-)/.test(each))).toEqual([]);
	});

	it('given one that is blank since it was retired → it is not set, and may be set again', async () => {
		const { secrets } = await desk();
		await secrets.set('STRIPE_WEBHOOK_SECRET', 'whsec_one', false);
		await secrets.set('STRIPE_WEBHOOK_SECRET', 'whsec_two', true);

		await secrets.retire('STRIPE_WEBHOOK_SECRET');
		const retired = Object.keys(await secrets.states()).filter((name) => name.startsWith('STRIPE'));
		await secrets.set('STRIPE_WEBHOOK_SECRET_PREVIOUS', 'whsec_again', false);

		expect(retired).toEqual(['STRIPE_WEBHOOK_SECRET', 'STRIPE_WEBHOOK_SECRET_RETIRED']);
		expect(await secrets.pair('STRIPE_WEBHOOK_SECRET_PREVIOUS')).toMatchObject({ verifying: 'whsec_again' });
		expect(Object.keys(await secrets.states())).toContain('STRIPE_WEBHOOK_SECRET_PREVIOUS');
		// The platform looks at its references once a day.
		expect(secrets.takenUpMillis).toBeGreaterThan(24 * 60 * 60_000);
	});

	it('given a command that works before the deployment → nobody is asked until it has to be, and what is there is used', async () => {
		const before = fake.state.calls.length;
		const place = undeployedPlace(stage(), stage);
		const asked = fake.state.calls.length - before;

		expect([asked, place.hasStore()]).toEqual([0, false]);
		expect(Object.keys(await place.secrets.states())).toContain('STRIPE_WEBHOOK_SECRET');
		await place.secrets.set('PARTNER_API_KEY', 'key', false);
		expect(await place.secrets.pair('PARTNER_API_KEY')).toMatchObject({ verifying: 'key' });
		fake.state.secrets.delete('PARTNER-API-KEY');
	});

	it('given a stage that is not deployed → no secret is set, and to set one is one line', async () => {
		const target = { subscription, resourceGroup: 'shop-dev', owner: 'shop-dev' };
		const place = undeployedPlace(stage(), () => ({ ...stage(), target }));
		fake.fail('read group', armError(404, 'ResourceGroupNotFound'), 3);
		const line =
			'--stage: shop-dev is not deployed in the resource group shop-dev: npx sls deploy --config serverless.azure.yml --stage prod';

		expect(await place.secrets.states()).toEqual({});
		await expect(place.secrets.set('STRIPE_WEBHOOK_SECRET', 'whsec_x', false)).rejects.toMatchObject({ name: 'Mistake', message: line });
		await expect(place.withStore(async () => undefined)).rejects.toMatchObject({ name: 'Mistake', message: line });
		fake.state.failures.clear();
	});

	it.each([
		['list secrets', (named: Desk) => named.secrets.states()],
		['read secret', (named: Desk) => named.secrets.pair('STRIPE_WEBHOOK_SECRET')],
		['set secret', (named: Desk) => named.secrets.set('STRIPE_WEBHOOK_SECRET', 'whsec_x', false)],
		['read group', () => desk()],
		['read deployment', () => desk()],
	])('given a login that may not %s → one line', async (call, work) => {
		const named = await desk();
		fake.fail(call, armError(403, 'Forbidden', "Caller is not authorized. Action: 'a/b/c' Resource: 'x'"));

		const failure = await work(named).catch(({ name, message }: Error) => ({ name, message }));
		fake.state.failures.clear();

		expect(failure).toEqual({ name: 'Mistake', message: 'Azure does not let this login do a/b/c (Forbidden): its role needs it' });
	});

	it('given a login that may not read the storage → says how it may', async () => {
		const key = Buffer.from('wrong').toString('base64');
		const connection = azurite.connection.replace(/AccountKey=[^;]+/, `AccountKey=${key}`);
		const client = storageClient({ ...stage(), connection }, 'any');

		const asked = client({ service: 'queue', method: 'GET', path: '/', query: { comp: 'list' } });

		await expect(asked).rejects.toThrow(
			/^Azure does not let this login read the storage of shop-prod \(\w+\): put its object id into custom\.webhook\.azure\.operators/,
		);
	});

	it('given a stage that was never deployed → says how it is', async () => {
		const other = { ...stage(), target: { ...stage().target, owner: 'shop-prod', resourceGroup: 'other' } };
		const { group } = fake.state;
		fake.state.group = undefined;

		const asked = deployed(other).finally(() => {
			fake.state.group = group;
		});

		await expect(asked).rejects.toThrow(
			'shop-prod is not deployed in the resource group other: npx sls deploy --config serverless.azure.yml --stage prod',
		);
	});
});
