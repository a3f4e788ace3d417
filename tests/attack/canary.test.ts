import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { stripe } from '../../src/providers/stripe.ts';
import { onEvent, receive } from '../../src/receive.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import { type FailureCode, failures } from '../../src/webhook/failure.ts';
import { messageFor } from '../../src/webhook/message.ts';
import type { Reply } from '../../src/webhook/reply.ts';
import type { Route, Source } from '../../src/webhook/source.ts';
import { deliver, delivery, localPlatform, type TestPlatform, wake } from '../local-platform.ts';
import { failing, withEvents } from '../middleware/passage.ts';

/** It is in each secret, in each header with a credential, in the query and in every field of the body besides id and type. */
const canary = 'Kx7canary';
const secret = `whsec_${canary}`;
const path = '/webhooks/stripe/invoice-paid';
const route: Route = { function: 'f', source: 'stripe', type: 'invoice.paid', ack: 'handled', path };
const body = JSON.stringify({ id: 'evt_1', type: 'invoice.paid', data: { object: { id: 1, note: canary } } });

let on: TestPlatform;
beforeEach(() => {
	on = localPlatform('f', [route, { ...route, path: '/other' }], { stripe: {} });
	on.secrets.set('STRIPE_WEBHOOK_SECRET', secret);
	on.secrets.set('STRIPE_API_KEY', canary);
});
afterEach(() => on.close());

const unsigned = (text: string, fields: Partial<Delivery> = {}) =>
	delivery({
		path,
		query: `token=${canary}`,
		headers: { 'content-type': 'application/json', authorization: `Bearer ${canary}`, cookie: `a=${canary}`, 'x-api-key': `${canary}?` },
		rawBody: Buffer.from(text),
		...fields,
	});
const signed = (text = body, fields: Partial<Delivery> = {}) => stripe.scheme.sign(unsigned(text, fields), secret);
const asking = (authenticate: Source['authenticate']): TestPlatform => {
	const source = { name: 'stripe', provider: 'stripe', maxBody: 1024, ...(authenticate && { authenticate }) };
	return { ...on, routes: { ...on.routes, sources: { stripe: source } } };
};

type Setting = { readonly at?: TestPlatform; readonly fits?: boolean; readonly act?: () => unknown; readonly identify?: () => never };
function handler({ at = on, fits = true, act = () => canary, identify }: Setting = {}) {
	const payload = z.object({ note: fits ? z.unknown() : z.number() });
	return onEvent(identify ? { ...stripe, identify } : stripe, 'invoice.paid', { payload, on: at }, act);
}
const throwing = () => {
	throw new TypeError('no database');
};

const refusals: Readonly<Record<FailureCode, () => Promise<Reply>>> = {
	'source-unknown': () => deliver(handler(), signed(body, { path: `/${canary}` })),
	'method-not-allowed': () => deliver(handler(), signed(body, { method: 'GET' })),
	'body-too-large': () => deliver(handler({ at: asking({}) }), signed(canary.repeat(1000))),
	'address-not-allowed': () => deliver(handler({ at: asking({ ips: ['203.0.113.0/24'] }) }), signed()),
	'credentials-invalid': () => deliver(handler({ at: asking({ apiKey: 'x-api-key' }) }), signed()),
	'signature-invalid': () => deliver(handler(), unsigned(body, { headers: { 'stripe-signature': `t=1,v1=${canary}` } })),
	'secret-unusable': () => {
		const secrets = { ...on.cloud.secrets, get: () => Promise.reject(new Error(canary)) };
		return deliver(handler({ at: { ...on, cloud: { ...on.cloud, secrets } } }), signed());
	},
	'content-type-unsupported': () => deliver(handler(), signed(body, { headers: { 'content-type': 'text/plain' } })),
	'body-unredactable': () => {
		const redact = [{ path: ['note'], act: 'drop' as const }];
		const sources = { stripe: { name: 'stripe', provider: 'stripe', maxBody: 1024, redact } };
		const plain = { ...stripe, contentTypes: { 'application/json': () => ({}) } };
		const at = { ...on, routes: { ...on.routes, sources } };
		return deliver(onEvent(plain, 'invoice.paid', { payload: z.object({}), on: at }, throwing), signed());
	},
	'body-malformed': () => deliver(handler(), signed(`{"${canary}`)),
	'event-unidentified': () => deliver(handler(), signed(`{"${canary}":1}`)),
	'payload-mismatch': () => deliver(handler({ fits: false }), signed()),
	'event-dead': async () => {
		for (let attempt = 0; attempt < 2; attempt += 1) await deliver(handler({ act: throwing }), signed());
		return deliver(handler({ act: throwing }), signed());
	},
	'function-failed': () => deliver(handler({ act: throwing }), signed()),
	'function-busy': () =>
		deliver(
			handler({ at: withEvents(on, { claim: async () => ({ outcome: 'claimed' as const, ...taken, record: await kept() }) }) }),
			signed(),
		),
	'store-unavailable': () => deliver(handler({ at: withEvents(on, { insert: failing }) }), signed()),
	'internal-error': () => deliver(handler({ identify: throwing }), signed()),
};
const taken = { attempt: 1, fence: 0 };
async function kept() {
	const record = await on.cloud.events.get({ source: 'stripe', id: 'evt_1' });
	if (record === undefined) throw new Error('nothing is kept');
	return record;
}

function told(): string {
	return [...on.lines, JSON.stringify(on.measured)].join('\n');
}

describe('neither secret nor signature nor body is in a line or in what is measured', () => {
	it.each(Object.keys(failures) as FailureCode[])('of a delivery that is refused with %s', async (code) => {
		const reply = await refusals[code]();

		expect(JSON.parse(reply.body).code).toBe(code);
		expect(on.lines.filter((line) => line.startsWith('delivery refused') && line.includes(`"code":"${code}"`))).not.toEqual([]);
		expect(on.measured).toContainEqual(['refused', 1, { source: code === 'source-unknown' ? 'unknown' : 'stripe', code }]);
		expect(told()).not.toContain(canary);
	});

	it('of a delivery that is accepted, and of its duplicate', async () => {
		const replies = [await deliver(handler(), signed()), await deliver(handler(), signed())];

		expect(replies.map(({ body }) => body)).toEqual([canary, canary]);
		expect(told()).toContain('"outcome":"accepted"');
		expect(told()).toContain('"outcome":"duplicate"');
		expect(on.measured).toContainEqual(['duplicates', 1, { source: 'stripe' }]);
		expect(told()).not.toContain(canary);
	});

	it.each<[string, Setting, number]>([
		['done', {}, 1],
		['failed', { act: throwing }, 1],
		['dead', { act: throwing }, 3],
		['dead', { fits: false }, 1],
		['unrecorded', {}, 1],
	])('of an attempt that ends %s', async (outcome, setting, times) => {
		const routes: readonly Route[] = [
			{ function: 'stripe', source: 'stripe', ack: 'stored', path },
			{ function: 'f', source: 'stripe', type: 'invoice.paid', ack: 'stored' },
		];
		const at = { ...on, routes: { ...on.routes, routes }, cloud: { ...on.cloud, functionName: () => 'stripe' } };
		await deliver(receive(stripe, at), signed());
		const broken = outcome === 'unrecorded' ? withEvents(on, { settle: failing }) : on;

		for (let time = 0; time < times; time += 1) await wake(handler({ ...setting, at: broken }), messageFor(await kept(), 'f'));

		expect(on.lines.filter((line) => line.startsWith(`attempt ${outcome} `))).toHaveLength(1);
		expect(told()).not.toContain(canary);
	});
});

it('what is measured has no name in it that a sender chose, whatever it sends', async () => {
	for (const id of ['a', 'b', canary]) await deliver(handler(), signed(body.replaceAll('invoice.paid', id).replace('evt_1', id)));

	const names = new Set(on.measured.flatMap((each) => (Array.isArray(each) ? [JSON.stringify(each[2])] : [])));
	expect([...names]).toEqual(['{"source":"stripe"}']);
});
