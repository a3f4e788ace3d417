import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCloud } from '../../../src/clouds/google/create-cloud.ts';
import { baseUrl } from '../../../src/plugin/commands/base-url.ts';
import { openDesk } from '../../../src/plugin/commands/desk.ts';
import { createGoogle } from '../../../src/plugin/google/clients.ts';
import { deployment } from '../../../src/plugin/google/deployment.ts';
import { type Stage, stagePlace, undeployedPlace } from '../../../src/plugin/google/stage/stage-place.ts';
import { providers } from '../../../src/providers/providers.ts';
import { messageFor } from '../../../src/webhook/message.ts';
import { project } from '../../clouds/google/fake-deployment.ts';
import { type FakeGoogle, startFakeGoogle } from '../../clouds/google/fake-google.ts';
import { paidInvoice } from '../../ports/paid-invoice.ts';
import { noon, sampleRecord } from '../../ports/sample-record.ts';
import { testListener } from '../commands/test-listener.ts';
import { type ControlPlane, startControlPlane } from './fake-control-plane/fake-control-plane.ts';
import { sampleWish } from './sample-plan.ts';

let plane: ControlPlane;
let google: FakeGoogle;
beforeAll(async () => {
	plane = await startControlPlane();
	google = await startFakeGoogle();
	google.deploy({ functions: ['invoice-paid', 'command'] });
	for (const service of ['cloudfunctions', 'secretmanager']) plane.state.enabled.add(`${service}.googleapis.com`);
});
afterAll(async () => {
	await plane.close();
	await google.close();
});

/** The control plane, and the services that the ports speak to. */
const environment = () => {
	const { WEBHOOK_ENDPOINT_FIRESTORE, WEBHOOK_ENDPOINT_PUBSUB, WEBHOOK_ENDPOINT_STORAGE } = google.env('');
	return { ...plane.env, ...{ WEBHOOK_ENDPOINT_FIRESTORE, WEBHOOK_ENDPOINT_PUBSUB, WEBHOOK_ENDPOINT_STORAGE } };
};
const stage = (publicUrl?: string): Stage => {
	const wish = sampleWish();
	const plan = deployment({ ...wish, config: { ...wish.config, project } });
	const env = environment();
	return { plan, routes: wish.routes, google: createGoogle({ project, env }), flags: ' --stage prod', publicUrl, env };
};
const sweep = `projects/${project}/locations/europe-west1/functions/shop-prod-webhook-sweep`;
const deployed = () => plane.state.functions.set(sweep, { name: sweep });

describe('a stage on Google, as the commands work on it', () => {
	it('given one that is not deployed → one line; its secrets can be set', async () => {
		plane.state.functions.delete(sweep);

		await expect(stagePlace(stage())).rejects.toThrow(
			'shop-prod is not deployed in test-project, europe-west1: npx sls deploy --stage prod',
		);
		expect(undeployedPlace(stage()).hasStore()).toBe(false);
	});

	it('lists, replays and erases what functions keep there', async () => {
		deployed();
		const record = sampleRecord();
		const cloud = createCloud({ env: google.env(''), routes: { service: 'shop', stage: 'prod', routes: [] } });
		await cloud.events.insert(record, noon);
		await cloud.blobs.put('stripe/a', Buffer.from('body'));
		const place = await stagePlace(stage());

		const found = await place.withStore(async ({ events, queue, blobs }) => {
			await queue.send([messageFor(record, 'invoice-paid')]);
			return [(await events.list({ source: 'stripe' })).map(({ id }) => id), (await blobs.get('stripe/a'))?.toString()];
		});

		expect(found).toEqual([['evt_1'], 'body']);
	});

	it('is listened to: what it has received comes to the local run in order, and its database is as it was', async () => {
		deployed();
		const now = Date.now();
		const { routes } = sampleWish();
		const listener = await testListener(routes);
		const cloud = createCloud({ env: google.env(''), routes: { service: 'shop', stage: 'prod', routes: [] } });
		for (const [at, id] of ['evt_a', 'evt_c', 'evt_b'].entries()) await cloud.events.insert(paidInvoice(now - 7_200_000 * at, id), now);
		const stored = async () => JSON.stringify(await cloud.events.list({}));
		const before = await stored();
		const nothing = { print: () => {}, ask: async () => '', confirm: async () => false };

		const run = listener.start({ since: '1d' }, openDesk({ routes, providers, ...nothing }, await stagePlace(stage())));
		await run.says('Caught up: 3 events: 3 kept');
		await run.end();

		expect(await listener.kept()).toEqual(['evt_b', 'evt_c', 'evt_a']);
		expect(await stored()).toBe(before);
		await listener.close();
	});

	it('says by path where senders post to, unless something stands before the functions', async () => {
		deployed();

		const [own, before] = [await stagePlace(stage()), await stagePlace(stage('https://hooks.example.com'))];

		expect(own.publicUrl).toBeUndefined();
		expect(baseUrl('/webhooks/stripe', undefined, own)).toBe('https://europe-west1-test-project.cloudfunctions.net/shop-prod-stripe');
		expect(baseUrl('/webhooks/stripe', undefined, before)).toBe('https://hooks.example.com');
		expect(before.publicUrl).toBe('https://hooks.example.com');
	});

	it('keeps secrets, and gives a value away only to who signs with it', async () => {
		const { secrets } = undeployedPlace(stage());
		const pair = secrets.pair('SLACK_WEBHOOK_SECRET');
		await expect(pair).rejects.toThrow(
			'SLACK_WEBHOOK_SECRET is not set on prod: npx sls webhook secrets set --name SLACK_WEBHOOK_SECRET --stage prod',
		);

		await secrets.set('SLACK_WEBHOOK_SECRET', 'one', false);
		await secrets.set('SLACK_WEBHOOK_SECRET', 'two', true);

		expect(await secrets.pair('SLACK_WEBHOOK_SECRET')).toEqual({ verifying: 'two', signing: 'two' });
		expect(await secrets.pair('SLACK_WEBHOOK_SECRET_PREVIOUS')).toEqual({ verifying: 'one', signing: 'one' });
		expect(await secrets.states()).toMatchObject({
			SLACK_WEBHOOK_SECRET: { state: 'set' },
			SLACK_WEBHOOK_SECRET_PREVIOUS: { state: 'set' },
		});
		await expect(secrets.set('SLACK_WEBHOOK_SECRET', 'two', true)).rejects.toThrow('has this value already on prod; nothing was set');
	});
});
