import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import type { AwsRequest } from '../../src/clouds/aws/client.ts';
import { createSweep } from '../../src/clouds/create-sweep.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { onEvent, receive } from '../../src/receive.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import type { Tools, WebhookEvent } from '../../src/webhook/event.ts';
import { messageFor } from '../../src/webhook/message.ts';
import type { Route } from '../../src/webhook/source.ts';
import { type AwsPlatform, awsPlatform, post, retry } from '../clouds/aws/aws-platform.ts';
import { type Emulators, startEmulators } from '../clouds/aws/emulators.ts';
import { delivery } from '../local-platform.ts';
import { sampleRecord, sampleRun } from '../ports/sample-record.ts';
import { awsTraces } from './aws-traces.ts';
import { markers, placesOf, placesOfAll } from './markers.ts';

const secret = `whsec_${markers.secret}`;
const endpoint: Route = { function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' };
const stored: Route = { function: 'paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' };
const answered: Route = { function: 'quote', source: 'stripe', type: 'quote.asked', ack: 'handled', path: '/webhooks/stripe/quote' };
const routes = [endpoint, stored, { ...stored, function: 'thrower' }, { ...stored, function: 'notifier' }, answered];

let emulators: Emulators;
let on: AwsPlatform;
let asked: AwsRequest[];
let signatures: string[];
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());
beforeEach(async () => {
	[asked, signatures] = [[], []];
	on = await awsPlatform(emulators, routes);
	for (const kind of ['WEBHOOK_SECRET', 'WEBHOOK_SECRET_PREVIOUS', 'API_KEY']) on.ssm.parameters.set(`/shop/prod/STRIPE_${kind}`, secret);
	on.ssm.parameters.set('/shop/prod/STRIPE_BEARER_TOKEN', secret);
	on.ssm.parameters.set('/shop/prod/NOTIFY_WEBHOOK_URL', `http://127.0.0.1:1/${secret}`);
});
afterEach(() => on.close());

const as = (name: string) => {
	const platform = on.as(name, {}, (request) => asked.push(request));
	const source = { name: 'stripe', provider: 'stripe', maxBody: 100_000, authenticate: { apiKey: 'x-api-key', bearer: true } };
	return { ...platform, routes: { ...platform.routes, sources: { stripe: source } } };
};
const signed = (id: string, changes: Partial<Delivery> & { type?: string; filler?: string; amount?: unknown } = {}) => {
	const { type = 'invoice.paid', filler = '', amount = 1, headers = {}, ...fields } = changes;
	const body = JSON.stringify({ id, type, data: { object: { amount, note: markers.payload } }, filler });
	const sent = delivery({
		query: `token=${markers.query}`,
		headers: {
			'content-type': 'application/json',
			authorization: `Bearer ${secret}`,
			'proxy-authorization': `Basic ${Buffer.from(`user:${markers.credential}`).toString('base64')}`,
			cookie: `a=${markers.credential}`,
			'x-api-key': secret,
			'x-old-signature': markers.credential,
			'x-kept': markers.header,
			...headers,
		},
		rawBody: Buffer.from(body),
		...fields,
	});
	const whole = stripe.scheme.sign(sent, secret);
	signatures.push(/v1=(\w+)/.exec(whole.headers['stripe-signature'] ?? '')?.[1] ?? 'none');
	return whole;
};
const payload = z.object({ amount: z.number() });
const working = (name: string, type: string, act: (event: WebhookEvent<object>, tools: Tools) => unknown) =>
	onEvent(stripe, type, { payload, on: as(name) }, act);
const throwing = () => {
	throw new TypeError('no database');
};
const keys = ['evt_1', 'evt_big', 'evt_misfit', 'evt_quote', 'evt_misquote'].map((id) => ({ source: 'stripe', id }));

async function deliverAll() {
	const front = receive(stripe, as('stripe'));
	const quote = working('quote', 'quote.asked', () => markers.reply);
	const asking = { type: 'quote.asked', path: '/webhooks/stripe/quote' };
	const wrong = signed('evt_forged').headers;
	return [
		await post(front, signed('evt_1')),
		await post(front, signed('evt_1')),
		await post(front, signed('evt_big', { filler: 'x'.repeat(20_000) })),
		await post(front, signed('evt_misfit', { amount: markers.payload })),
		await post(quote, signed('evt_quote', asking)),
		await post(quote, signed('evt_quote', asking)),
		await post(quote, signed('evt_misquote', { ...asking, amount: markers.payload })),
		await post(front, { ...signed('evt_forged'), headers: { ...wrong, 'stripe-signature': `t=1,v1=${markers.credential}` } }),
		await post(front, signed('evt_forged', { headers: { 'x-api-key': markers.credential } })),
		await post(front, signed('evt_forged', { headers: { authorization: `Bearer ${markers.credential}` } })),
		await post(front, signed('evt_type', { headers: { 'content-type': 'text/plain' } })),
		await post(front, signed('evt_broken', { rawBody: Buffer.from(`{"${markers.payload}`) })),
		await post(front, signed('evt_nobody', { rawBody: Buffer.from(`{"a":"${markers.payload}"}`) })),
	];
}

/** Until each is done or dead, and once more after a replay. */
async function runAll(): Promise<void> {
	const functions = {
		paid: working('paid', 'invoice.paid', (_, { log }) => log.info('paid')),
		thrower: working('thrower', 'invoice.paid', throwing),
		notifier: working('notifier', 'invoice.paid', (_, { notify }) => notify('paid')),
	};
	const drain = async () => {
		for (const [name, handler] of Object.entries(functions))
			for (let attempt = 1; attempt <= retry.attempts; attempt += 1) await on.drain(name, handler);
	};
	await drain();
	await as('desk').cloud.events.reopen({ source: 'stripe', id: 'evt_1' }, Object.keys(functions), Date.now());
	await createSweep(as('webhook-sweep').cloud)({ 'detail-type': 'Scheduled Event' }, {});
	await drain();
}

it('whatever becomes of deliveries, no secret and no signature is left anywhere on AWS, and of a body only the body', async () => {
	const answers = await deliverAll();
	await runAll();

	const left = await awsTraces(on.env, { lines: on.lines, asked });
	const traces = { ...left, answer: JSON.stringify(answers) };
	expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200, 200, 422, 401, 401, 401, 415, 400, 400]);
	const letters = ['evt_1', 'evt_misfit', 'evt_misquote'].map((id) => left.letters?.includes(`\\"id\\":\\"${id}\\"`));
	expect([letters, left.letters?.includes('payload does not fit')]).toEqual([[true, true, true], true]);
	expect(placesOfAll(traces)).toEqual({
		secret: [],
		credential: [],
		payload: ['body'],
		query: ['query'],
		header: ['headers'],
		reply: ['answer', 'runs'],
	});
	expect(signatures.flatMap((each) => placesOf(each, traces))).toEqual([]);

	const { events, blobs } = as('desk').cloud;
	for await (const record of events.walk({})) {
		const tombstone = await events.forget(record, Date.now());
		if (tombstone && 'blob' in tombstone.body) await blobs.remove(tombstone.body.blob);
	}
	for (const key of keys) expect((await events.get(key))?.forgottenAt).toBeDefined();
	await deliverAll();
	await runAll();

	const after = await awsTraces(on.env, { lines: on.lines, asked });
	expect(Object.values(placesOfAll(after)).flat()).toEqual([]);
}, 60_000);

it('each marker is found in each place, where something puts it there', async () => {
	const { cloud } = as('paid');
	for (const text of Object.values(markers)) {
		cloud.log.info(text);
		await cloud.records.put('notes', text, text);
		await cloud.blobs.put(`stripe/${text}`, Buffer.from(text));
		const functions = { paid: sampleRun({ lastError: text }) };
		const record = sampleRecord({ id: text, headers: { 'x-a': text }, query: text, body: Buffer.from(text), functions });
		await cloud.events.insert(record, 0);
		await cloud.queue.send([messageFor(record, 'paid')]);
		await cloud.queue.bury(messageFor(sampleRecord(), 'paid'), text);
	}

	const all = ['body', 'headers', 'letters', 'log', 'messages', 'query', 'records', 'rest', 'runs'];
	expect(placesOfAll(await awsTraces(on.env, { lines: on.lines, asked }))).toEqual(
		Object.fromEntries(Object.keys(markers).map((marker) => [marker, all])),
	);
});
