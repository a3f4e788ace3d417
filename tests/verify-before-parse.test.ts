import { afterEach, beforeEach, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { stripe } from '../src/providers/stripe.ts';
import { onEvent, receive } from '../src/receive.ts';
import type { Delivery } from '../src/webhook/delivery.ts';
import type { Provider } from '../src/webhook/provider.ts';
import type { Route } from '../src/webhook/source.ts';
import { deliver, delivery, localPlatform, type TestPlatform } from './local-platform.ts';

const secret = 'whsec_a_secret_of_the_test';
const route: Route = { function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'handled', path: '/webhooks/stripe' };
const body = Buffer.from('{"id":"evt_1","type":"invoice.paid","data":{"object":{"id":"in_1"}}}');

let seen: string[];
let on: TestPlatform;
beforeEach(() => {
	seen = [];
	const base = localPlatform('invoice-paid', [route], { stripe: {} });
	base.secrets.set('STRIPE_WEBHOOK_SECRET', secret);
	const { cloud } = base;
	on = {
		...base,
		cloud: {
			...cloud,
			events: { ...cloud.events, insert: noting('insert', cloud.events.insert), claim: noting('claim', cloud.events.claim) },
			queue: { send: noting('send', cloud.queue.send), bury: noting('bury', cloud.queue.bury) },
			blobs: { ...cloud.blobs, put: noting('put', cloud.blobs.put) },
		},
	};
});
afterEach(() => on.close());

/** The function itself, which also says that it was called. */
function noting<Given extends readonly unknown[], Result>(name: string, call: (...given: Given) => Result): (...given: Given) => Result {
	return (...given) => {
		seen.push(name);
		return call(...given);
	};
}

const { 'application/json': parse = () => undefined } = stripe.contentTypes;
const watched = (): Provider => ({
	...stripe,
	scheme: { ...stripe.scheme, verify: noting('verify', stripe.scheme.verify) },
	contentTypes: { 'application/json': noting('parse', parse) },
	handshakes: [{ title: 'a question', method: 'POST', signed: true, answer: noting('handshake', () => undefined) }],
	identify: noting('identify', stripe.identify),
});
const handled = () =>
	onEvent(
		watched(),
		'invoice.paid',
		{ payload: z.unknown(), on },
		noting('function', () => undefined),
	);

it('a delivery is verified, parsed, identified and kept, in this order, before its function runs', async () => {
	const signed = stripe.scheme.sign(delivery({ rawBody: body }), secret);

	const { status } = await deliver(handled(), signed);

	expect([status, seen]).toEqual([200, ['verify', 'parse', 'handshake', 'identify', 'insert', 'claim', 'function']]);
});

it.each<[string, (signed: Delivery) => Delivery]>([
	['is not signed', () => delivery({ rawBody: body })],
	['is signed for another body', (signed) => ({ ...signed, rawBody: Buffer.from(`${body} `) })],
	['is too old', (signed) => ({ ...signed, receivedAt: signed.receivedAt + 302_000 })],
	['is no JSON', (signed) => ({ ...signed, rawBody: Buffer.from('{') })],
	['is of another content type', (signed) => ({ ...signed, headers: { 'content-type': 'text/plain' } })],
])('a delivery that %s is verified and nothing else: not parsed, not asked about, not kept, not run', async (_, change) => {
	const sent = change(stripe.scheme.sign(delivery({ rawBody: body }), secret));
	const endpoint = {
		...on,
		routes: { ...on.routes, routes: [{ function: 'invoice-paid', source: 'stripe', ack: 'stored', path: '/x' } as const] },
	};

	const statuses = [(await deliver(handled(), sent)).status, (await deliver(receive(watched(), endpoint), sent)).status];

	// To say why, the scheme is asked again; nobody else is.
	expect([statuses, new Set(seen)]).toEqual([[401, 401], new Set(['verify'])]);
});

it('nothing but the length of a body is looked at before it is verified', async () => {
	const looked: (string | symbol)[] = [];
	const rawBody = new Proxy(body, {
		get: (target, name) => {
			looked.push(name);
			return Reflect.get(target, name, target);
		},
	});
	const before: (string | symbol)[][] = [];
	const verify = noting('verify', () => {
		before.push([...looked]);
		return { valid: false, reason: 'signature-mismatch' } as const;
	});
	const provider = { ...watched(), scheme: { ...stripe.scheme, verify } };

	const { status } = await deliver(
		onEvent(provider, 'invoice.paid', { payload: z.unknown(), on }, () => undefined),
		delivery({ rawBody }),
	);

	expect([status, new Set(seen), new Set(before[0])]).toEqual([401, new Set(['verify']), new Set(['length'])]);
});
