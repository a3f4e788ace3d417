import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { stripe } from '../../src/providers/stripe.ts';
import { onEvent, receive } from '../../src/receive.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import { type FailureCode, failures } from '../../src/webhook/failure.ts';
import type { Answer } from '../../src/webhook/handshake.ts';
import { messageFor } from '../../src/webhook/message.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import { empty, type Reply } from '../../src/webhook/reply.ts';
import type { Route, Source } from '../../src/webhook/source.ts';
import { deliver, delivery, localPlatform, type TestPlatform, wake } from '../local-platform.ts';
import { failing, withEvents } from '../middleware/passage.ts';
import { localTraces } from './local-traces.ts';
import { type Marker, markers, placesOf, placesOfAll } from './markers.ts';

const secret = `whsec_${markers.secret}`;
const path = '/webhooks/stripe/invoice-paid';
const route: Route = { function: 'f', source: 'stripe', type: 'invoice.paid', ack: 'handled', path };
const body = JSON.stringify({ id: 'evt_1', type: 'invoice.paid', data: { object: { id: 1, note: markers.payload } } });

let on: TestPlatform;
/** The values of the right signatures. */
let signatures: string[];
beforeEach(() => {
	on = localPlatform('f', [route, { ...route, path: '/other' }], { stripe: {} });
	for (const kind of ['WEBHOOK_SECRET', 'WEBHOOK_SECRET_PREVIOUS', 'API_KEY']) on.secrets.set(`STRIPE_${kind}`, secret);
	on.secrets.set('NOTIFY_WEBHOOK_URL', `http://127.0.0.1:1/${markers.secret}`);
	signatures = [];
});
afterEach(() => on.close());

const unsigned = (text: string, { headers = {}, ...fields }: Partial<Delivery> = {}) =>
	delivery({
		path,
		query: `token=${markers.query}`,
		headers: {
			'content-type': 'application/json',
			authorization: `Bearer ${markers.credential}`,
			'proxy-authorization': `Basic ${Buffer.from(`user:${markers.credential}`).toString('base64')}`,
			cookie: `a=${markers.credential}`,
			'x-api-key': secret,
			'x-old-signature': markers.credential,
			'stripe-signature': `t=1,v1=${markers.credential}`,
			'x-kept': markers.header,
			...headers,
		},
		rawBody: Buffer.from(text),
		...fields,
	});
const signed = (text = body, fields: Partial<Delivery> = {}) => {
	const sent = stripe.scheme.sign(unsigned(text, fields), secret);
	signatures.push(/v1=(\w+)/.exec(sent.headers['stripe-signature'] ?? '')?.[1] ?? 'none');
	return sent;
};
const apiKey: Source['authenticate'] = { apiKey: 'x-api-key' };
const asking = (authenticate: Source['authenticate'] = apiKey): TestPlatform => {
	const source = { name: 'stripe', provider: 'stripe', maxBody: 200_000, ...(authenticate && { authenticate }) };
	return { ...on, routes: { ...on.routes, sources: { stripe: source } } };
};

type Setting = { readonly at?: TestPlatform; readonly fits?: boolean; readonly act?: Act; readonly identify?: () => never };
type Act = Parameters<typeof onEvent<unknown>>[3];
function handler({ at = asking(), fits = true, act = () => markers.reply, identify }: Setting = {}) {
	const payload = z.object({ note: fits ? z.unknown() : z.number() });
	return onEvent(identify ? { ...stripe, identify } : stripe, 'invoice.paid', { payload, on: at }, act);
}
const questioned = (answer: Answer) => {
	const asking: Provider = { ...stripe, handshakes: [{ title: 'a question', method: 'POST', signed: true, answer: () => answer }] };
	return receive(asking, on);
};
const throwing = () => {
	throw new TypeError('no database');
};

const refusals: Readonly<Record<FailureCode, () => Promise<Reply>>> = {
	'source-unknown': () => deliver(handler(), signed(body, { path: `/${markers.payload}` })),
	'method-not-allowed': () => deliver(handler(), signed(body, { method: 'GET' })),
	'body-too-large': () => deliver(handler(), signed(markers.payload.repeat(20_000))),
	'address-not-allowed': () => deliver(handler({ at: asking({ ips: ['203.0.113.0/24'] }) }), signed()),
	'credentials-invalid': () => deliver(handler(), signed(body, { headers: { 'x-api-key': markers.credential } })),
	'signature-invalid': () => deliver(handler(), unsigned(body)),
	'handshake-refused': () => deliver(questioned({ refused: 'it is not of the documented form' }), signed()),
	'handshake-unfinished': () => deliver(questioned({ reply: empty(), visit: `https://example.com/${markers.payload}` }), signed()),
	'secret-unusable': () => {
		const secrets = { ...on.cloud.secrets, get: () => Promise.reject(new Error(secret)) };
		return deliver(handler({ at: { ...on, cloud: { ...on.cloud, secrets } } }), signed());
	},
	'content-type-unsupported': () => deliver(handler(), signed(body, { headers: { 'content-type': 'text/plain' } })),
	'body-unredactable': () => {
		const redact = [{ path: ['note'], act: 'drop' as const }];
		const sources = { stripe: { name: 'stripe', provider: 'stripe', maxBody: 1024, authenticate: apiKey, redact } };
		const plain = { ...stripe, contentTypes: { 'application/json': () => ({}) } };
		const at = { ...on, routes: { ...on.routes, sources } };
		return deliver(onEvent(plain, 'invoice.paid', { payload: z.object({}), on: at }, throwing), signed());
	},
	'body-malformed': () => deliver(handler(), signed(`{"${markers.payload}`)),
	'event-unidentified': () => deliver(handler(), signed(`{"${markers.payload}":1}`)),
	'payload-mismatch': () => deliver(handler({ fits: false }), signed()),
	'event-dead': async () => {
		for (let attempt = 0; attempt < 2; attempt += 1) await deliver(handler({ act: throwing }), signed());
		return deliver(handler({ act: throwing }), signed());
	},
	'function-failed': () => deliver(handler({ act: (_, { notify }) => notify('to a URL that nobody answers at') }), signed()),
	'function-busy': () =>
		deliver(
			handler({ at: withEvents(asking(), { claim: async () => ({ outcome: 'claimed' as const, ...taken, record: await kept() }) }) }),
			signed(),
		),
	'store-unavailable': () => deliver(handler({ at: withEvents(asking(), { insert: failing }) }), signed()),
	'internal-error': () => deliver(handler({ identify: throwing }), signed()),
};
const taken = { attempt: 1, fence: 0 };
async function kept() {
	const record = await on.cloud.events.get({ source: 'stripe', id: 'evt_1' });
	if (record === undefined) throw new Error('nothing is kept');
	return record;
}

/** Where each marker may be; no other place. */
const allowed: Readonly<Record<Marker | 'signature', readonly string[]>> = {
	secret: [],
	credential: [],
	signature: [],
	payload: ['body', 'files'],
	query: ['files', 'query'],
	header: ['files', 'headers'],
	reply: ['answer', 'files', 'runs'],
};

/** The markers with the places where they are, in what is left and in what was answered. */
function found(...replies: readonly Reply[]) {
	const traces = { ...localTraces(on), answer: JSON.stringify(replies) };
	return { ...placesOfAll(traces), signature: signatures.flatMap((each) => placesOf(each, traces)) };
}

function astray(...replies: readonly Reply[]) {
	return Object.entries(found(...replies)).flatMap(([marker, places]) =>
		places.filter((place) => !allowed[marker as Marker].includes(place)).map((place) => `${marker} in ${place}`),
	);
}

describe('nothing is where it must not be: no secret and no signature anywhere, and of the body only the body', () => {
	it.each(Object.keys(failures) as FailureCode[])('after a delivery that is refused with %s', async (code) => {
		const reply = await refusals[code]();

		expect(JSON.parse(reply.body).code).toBe(code);
		expect(on.lines.filter((line) => line.startsWith('delivery refused') && line.includes(`"code":"${code}"`))).not.toEqual([]);
		expect(on.measured).toContainEqual(['refused', 1, { source: code === 'source-unknown' ? 'unknown' : 'stripe', code }]);
		expect(astray(reply)).toEqual([]);
	});

	it.each([
		['in the record', body],
		['in blobs', body.padEnd(100_000)],
	])('after a delivery that is accepted, and its duplicate, with their bytes %s', async (_, text) => {
		const replies = [await deliver(handler(), signed(text)), await deliver(handler(), signed(text))];

		expect(replies.map((reply) => reply.body)).toEqual([markers.reply, markers.reply]);
		expect(on.lines.map((line) => /"outcome":"(accepted|duplicate)"/.exec(line)?.[1]).filter(Boolean)).toEqual(['accepted', 'duplicate']);
		expect(on.measured).toContainEqual(['duplicates', 1, { source: 'stripe' }]);
		// Each is in every place where it may be, so the search does find it there.
		expect(found(...replies)).toEqual(allowed);
	});

	it.each<[string, Setting, number]>([
		['done', {}, 1],
		['failed', { act: throwing }, 1],
		['failed', { act: (_, { notify }) => notify('to a URL that nobody answers at') }, 1],
		['dead', { act: throwing }, 3],
		['dead', { fits: false }, 1],
		['unrecorded', {}, 1],
	])('after an attempt that ends %s', async (outcome, setting, times) => {
		const routes: readonly Route[] = [
			{ function: 'stripe', source: 'stripe', ack: 'stored', path },
			{ function: 'f', source: 'stripe', type: 'invoice.paid', ack: 'stored' },
		];
		const { routes: own } = asking();
		const at = { ...on, routes: { ...own, routes }, cloud: { ...on.cloud, functionName: () => 'stripe' } };
		await deliver(receive(stripe, at), signed());
		const broken = outcome === 'unrecorded' ? withEvents(on, { settle: failing }) : on;

		for (let time = 0; time < times; time += 1) await wake(handler({ ...setting, at: broken }), messageFor(await kept(), 'f'));

		expect(on.lines.filter((line) => line.startsWith(`attempt ${outcome} `))).toHaveLength(1);
		expect(found().payload).toEqual(allowed.payload);
		expect(astray()).toEqual([]);
	});

	it('after an event that was forgotten, not even there', async () => {
		const replies = [await deliver(handler(), signed(body.padEnd(100_000)))];
		const left = await on.cloud.events.forget({ source: 'stripe', id: 'evt_1' }, Date.now());
		if (left && 'blob' in left.body) await on.cloud.blobs.remove(left.body.blob);

		replies.push(await deliver(handler(), signed(body.padEnd(100_000))));

		expect(replies.map((reply) => [reply.status, reply.body])).toEqual([
			[200, markers.reply],
			[200, ''],
		]);
		expect(Object.values(found()).flat()).toEqual([]);
	});
});

it('each marker is found in each place, where something puts it there', async () => {
	const { cloud, store } = on;
	for (const text of Object.values(markers)) {
		cloud.log.info(text);
		cloud.metrics.add('received', 1, { source: text });
		await cloud.records.put('notes', text, text);
		await deliver(handler({ at: on, act: () => text }), signed(body.replace('evt_1', text).replace(markers.payload, text)));
		const record = await cloud.events.get({ source: 'stripe', id: text });
		if (record === undefined) throw new Error('nothing is kept');
		await store.queue.send([messageFor(record, 'f')]);
		await store.queue.bury(messageFor(record, 'f'), text);
		const id = `${text}:also`;
		await cloud.events.insert({ ...record, id, headers: { 'x-a': text }, query: text }, Date.now());
		await cloud.blobs.put(text, Buffer.from(text));
	}

	const all = ['body', 'files', 'headers', 'letters', 'log', 'messages', 'metrics', 'query', 'records', 'rest', 'runs'];
	expect(placesOfAll(localTraces(on))).toEqual(Object.fromEntries(Object.keys(markers).map((marker) => [marker, all])));
});

it('what is measured has no name in it that a sender chose, whatever it sends', async () => {
	for (const id of ['a', 'b', markers.payload]) await deliver(handler(), signed(body.replaceAll('invoice.paid', id).replace('evt_1', id)));

	const names = new Set(on.measured.flatMap((each) => (Array.isArray(each) ? [JSON.stringify(each[2])] : [])));
	expect([...names]).toEqual(['{"source":"stripe"}']);
});
