import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { createSweep } from '../../../src/clouds/create-sweep.ts';
import { exchange } from '../../../src/clouds/exchange.ts';
import { createClient } from '../../../src/clouds/google/client.ts';
import { createCloud } from '../../../src/clouds/google/create-cloud.ts';
import { serve } from '../../../src/clouds/google/serve.ts';
import type { Platform } from '../../../src/middleware/step.ts';
import { stripe } from '../../../src/providers/stripe.ts';
import { onCall, onEvent, receive } from '../../../src/receive.ts';
import type { Cloud } from '../../../src/webhook/ports.ts';
import type { Route, Routes } from '../../../src/webhook/source.ts';
import { delivery } from '../../local-platform.ts';
import { until } from '../local/until.ts';
import { type FakeGoogle, startFakeGoogle } from './fake-google.ts';

const secret = 'whsec_a_secret_of_the_test';
const event: Omit<Route, 'function' | 'type'> = { source: 'stripe', ack: 'stored' };
const routes: Routes = {
	service: 'shop',
	stage: 'prod',
	sources: { stripe: { name: 'stripe', provider: 'stripe', maxBody: 1024 * 1024 } },
	routes: [
		{ ...event, function: 'stripe', path: '/webhooks/stripe' },
		{ ...event, function: 'invoice-paid', type: 'invoice.paid' },
		{ ...event, function: 'poisoned', type: 'invoice.voided' },
	],
	retry: { attempts: 3, backoff: 0 },
	timeouts: {},
};
const names = ['stripe', 'invoice-paid', 'poisoned', 'reserve', 'webhook-sweep'] as const;
type Name = (typeof names)[number];

let fake: FakeGoogle;
let servers: Record<Name, Server>;
const lines: string[] = [];
const reserved: unknown[] = [];

/** As the function of this name sees Google; calls go to where the others listen. */
function platform(name: Name): Platform & { readonly cloud: Cloud } {
	const env = { ...fake.env(name), STRIPE_WEBHOOK_SECRET: secret };
	const client: ReturnType<typeof createClient> = (request) => {
		const [, called = '', path = ''] = /^\/shop-prod-([\w-]+)(\/_call)$/.exec(request.path) ?? [];
		if (request.service !== 'functions') return createClient({ env })(request);
		return createClient({ env: { ...env, WEBHOOK_ENDPOINT_FUNCTIONS: urlOf(called as Name) } })({ ...request, path });
	};
	return { routes, cloud: createCloud({ env, routes, client, write: (line) => void lines.push(line) }) };
}
const urlOf = (name: Name) => `http://127.0.0.1:${(servers[name].address() as AddressInfo).port}`;
const payload = z.object({ id: z.string() });
const handlers: Record<Name, () => (input: unknown, context: unknown) => Promise<unknown>> = {
	stripe: () => receive(stripe, platform('stripe')),
	'invoice-paid': () =>
		onEvent(stripe, 'invoice.paid', { payload, on: platform('invoice-paid') }, async ({ payload: { id } }, { call }) => {
			reserved.push(await call('reserve', { id }));
		}),
	poisoned: () =>
		onEvent(stripe, 'invoice.voided', { payload, on: platform('poisoned') }, () => {
			throw new Error('no database');
		}),
	reserve: () => onCall({ payload, on: platform('reserve') }, ({ id }) => ({ reserved: id })),
	// It comes a little later than the others, so that what they could not send is due.
	'webhook-sweep': () => createSweep({ ...platform('webhook-sweep').cloud, now: () => Date.now() + 120_000 }),
};

beforeAll(async () => {
	fake = await startFakeGoogle({ secondMillis: 1 });
	const listening = names.map(async (name) => {
		// Sound because the framework's request and response are Node's, and it adds what is read of them.
		http(name, serve(handlers[name](), { open: name === 'stripe', write: (line) => void lines.push(line) }) as Parameters<typeof http>[1]);
		const server = getTestServer(name);
		await once(server.listen(0, '127.0.0.1'), 'listening');
		return [name, server] as const;
	});
	servers = Object.fromEntries(await Promise.all(listening)) as typeof servers;
	const pushTo = Object.fromEntries(names.map((name) => [name, urlOf(name)]));
	fake.deploy({ functions: ['invoice-paid', 'poisoned'], pushTo });
});
afterAll(async () => {
	for (const server of Object.values(servers)) {
		server.closeAllConnections();
		server.close();
	}
	await fake.close();
});

async function post(id: string, type: string): Promise<number> {
	const rawBody = Buffer.from(JSON.stringify({ id, type, data: { object: { id: 'in_1' } } }));
	const { headers } = stripe.scheme.sign(delivery({ rawBody }), secret);
	const origin = new URL(urlOf('stripe'));
	const sent = { method: 'POST', path: '/webhooks/stripe', headers: { ...headers, host: origin.host }, body: rawBody, fresh: true };
	return (await exchange(origin, sent, 5000)).status;
}
const runOf = async (id: string, name: Name) => (await platform('stripe').cloud.events.get({ source: 'stripe', id }))?.functions[name];

it('a delivery over HTTP is stored, pushed to its function, which calls another, and is done', async () => {
	const status = await post('evt_1', 'invoice.paid');
	await until(async () => (await runOf('evt_1', 'invoice-paid'))?.status === 'done');

	expect([status, reserved]).toEqual([200, [{ reserved: 'in_1' }]]);
	expect(await runOf('evt_1', 'invoice-paid')).toMatchObject({ attempts: 1, sent: true });
});

it('one that poisons its function is pushed again after the back-off, and is dead after its attempts', async () => {
	await post('evt_2', 'invoice.voided');
	await until(async () => (await runOf('evt_2', 'poisoned'))?.status === 'dead');

	expect(await runOf('evt_2', 'poisoned')).toMatchObject({ attempts: 3, reason: 'failed 3 times', lastError: 'Error: no database' });
});

it('one that could not be sent is sent by the sweep, when the scheduler posts to it', async () => {
	fake.down.add('pubsub');
	const status = await post('evt_3', 'invoice.paid');
	fake.down.delete('pubsub');
	const origin = new URL(urlOf('webhook-sweep'));
	const swept = await exchange(origin, { method: 'POST', path: '/_sweep', headers: { host: origin.host }, body: '', fresh: true }, 5000);
	await until(async () => (await runOf('evt_3', 'invoice-paid'))?.status === 'done');

	expect([status, swept.status, JSON.parse(swept.body.toString())]).toEqual([503, 200, { due: 1 }]);
});

it('nothing of what came is in the log', () => {
	expect(lines.length).toBeGreaterThan(3);
	expect(lines.join('')).not.toContain('in_1');
});
