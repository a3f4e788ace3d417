import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { openStore } from '../../src/clouds/local/open-store.ts';
import { sweep } from '../../src/clouds/sweep.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { onEvent, receive } from '../../src/receive.ts';
import type { WebhookEvent } from '../../src/webhook/event.ts';
import { messageFor } from '../../src/webhook/message.ts';
import type { EventRecord } from '../../src/webhook/record.ts';
import type { Route, Source } from '../../src/webhook/source.ts';
import { temporaryFolder } from '../clouds/local/temporary-store.ts';
import { deliver, delivery, localPlatform, type TestPlatform, wake } from '../local-platform.ts';
import { rulesOf } from '../parsers/redaction-rules.ts';

const secret = 'whsec_a_secret_of_the_test';
const newKey = () => randomBytes(32).toString('base64');
const endpoint: Route = { function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' };
const paid: Route = { function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' };
const quote: Route = { function: 'invoice-paid', source: 'stripe', type: 'quote.asked', ack: 'handled', path: '/webhooks/stripe/quote' };
/** Sixteen letters each, so that no chance and no escape makes them. */
const [email, phone, note] = ['Kx7dropped.email', '4930901820pHoNe7', 'Qz9enciphered.no'];
const redact = rulesOf(['data.object.email'], ['data.object.phone']);

let folder: ReturnType<typeof temporaryFolder>;
let base: TestPlatform;
let on: TestPlatform;
let runs: WebhookEvent<{ phone?: string | undefined }>[];
let act: () => unknown;
beforeEach(() => {
	folder = temporaryFolder();
	const store = openStore(folder.path);
	base = localPlatform('stripe', [endpoint, paid, quote], { stripe: {} });
	const { events, queue, blobs, records } = store;
	on = { ...base, store, cloud: { ...base.cloud, events, queue, blobs, records } };
	on.secrets.set('STRIPE_WEBHOOK_SECRET', secret);
	on.secrets.set('STRIPE_STORAGE_KEY', newKey());
	runs = [];
	act = () => 'handled';
});
afterEach(() => {
	on.store.close();
	base.close();
	folder.remove();
});

const withSource = (source: Partial<Source>): TestPlatform => {
	const stripeSource = { name: 'stripe', provider: 'stripe', maxBody: 1024 * 1024, ...source };
	return { ...on, routes: { ...on.routes, sources: { stripe: stripeSource } } };
};
const working = (at: TestPlatform) =>
	onEvent(
		stripe,
		['invoice.paid', 'quote.asked'],
		{ payload: z.object({ phone: z.optional(z.string()) }), on: { ...at, cloud: { ...at.cloud, functionName: () => 'invoice-paid' } } },
		(event) => {
			runs.push(event);
			return act();
		},
	);
const bodyOf = (id: string, type = 'invoice.paid', filler = '') =>
	JSON.stringify({ id, type, data: { object: { email, phone, note, big: 1 } }, filler }).replace('"big":1', '"big":12345678901234567890');
const post = (at: TestPlatform, text: string) => {
	const sent = stripe.scheme.sign(delivery({ rawBody: Buffer.from(text), query: `copy=${email}` }), secret);
	return deliver(receive(stripe, at), sent);
};
const ask = (at: TestPlatform, text: string) => {
	const sent = stripe.scheme.sign(delivery({ rawBody: Buffer.from(text), path: '/webhooks/stripe/quote' }), secret);
	return deliver(working(at), sent);
};
const recordOf = async (id: string): Promise<EventRecord> => {
	const record = await on.cloud.events.get({ source: 'stripe', id });
	if (record === undefined) throw new Error(`no record of ${id}`);
	return record;
};
const wakeFor = async (at: TestPlatform, id: string) => wake(working(at), messageFor(await recordOf(id), 'invoice-paid'));
/** All that is on disk, as it is there: database, log of what is to go into it, blobs. */
const onDisk = () => {
	const files = readdirSync(folder.path, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
	expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['hookport.db', 'hookport.db-wal']));
	const bytes = Buffer.concat(files.map((file) => readFileSync(join(file.parentPath, file.name))));
	return [email, phone, note].map((marker) => bytes.includes(marker));
};
const fillers = ['', 'x'.repeat(100_000)];

describe('what is on disk after a source’s events were handled, failed and came again', () => {
	it.each<[string, Partial<Source>, readonly boolean[]]>([
		['all of it, without an option', {}, [true, true, true]],
		['not what is dropped or hashed', { redact }, [false, false, true]],
		['nothing, sealed', { encrypt: true }, [false, false, false]],
		['nothing, with both', { redact, encrypt: true }, [false, false, false]],
	])('is %s', async (_, source, found) => {
		const at = withSource(source);
		for (const [index, filler] of fillers.entries()) {
			await post(at, bodyOf(`evt_${index}`, 'invoice.paid', filler));
			await post(at, bodyOf(`evt_${index}`, 'invoice.paid', filler));
			await wakeFor(at, `evt_${index}`);
			await ask(at, bodyOf(`quote_${index}`, 'quote.asked', filler));
			act = () => {
				throw new Error('no database');
			};
			await post(at, bodyOf(`poison_${index}`, 'invoice.paid', filler));
			for (let attempt = 0; attempt < 3; attempt++) await wakeFor(at, `poison_${index}`);
			act = () => 'handled';
		}
		await post(at, bodyOf('', 'invoice.paid'));
		await post(at, `{"half":"${source.redact ? email : note}`);

		const statuses = await Promise.all(['evt_0', 'evt_1', 'quote_0', 'quote_1', 'poison_0', 'poison_1'].map(recordOf));
		expect(existsSync(join(folder.path, 'blobs'))).toBe(true);
		expect(statuses.map(({ functions }) => functions['invoice-paid']?.status)).toEqual(['done', 'done', 'done', 'done', 'dead', 'dead']);
		expect(onDisk()).toEqual(found);
		expect(on.lines.join('\n')).not.toMatch(new RegExp([email, phone, note].join('|')));
	});
});

describe('what is on disk of a source that keeps its events for an hour', () => {
	it('is nothing after that, once nobody waits for it; a second copy is still known, and brings nothing back', async () => {
		const at = withSource({ retention: 3_600_000 });
		const texts = fillers.map((filler, index) => bodyOf(`evt_${index}`, 'invoice.paid', filler));
		for (const [index, text] of texts.entries()) {
			await post(at, text);
			if (index === 0) await wakeFor(at, `evt_${index}`);
		}
		const later = { ...on.cloud, now: Date.now() + 3_600_000 };
		const seen = [onDisk()];

		await sweep(later);
		await wakeFor(at, 'evt_1');
		seen.push(onDisk());
		await sweep(later);
		const replies = [await post(at, String(texts[0])), await post(at, String(texts[1]))];

		const all = [true, true, true];
		expect([...seen, onDisk()]).toEqual([all, all, [false, false, false]]);
		expect(replies.map(({ status }) => status)).toEqual([200, 200]);
		expect(runs).toHaveLength(2);
	});
});

describe('a function of a source that redacts', () => {
	it('gets what is left, letter for letter, and the same digest for the same value', async () => {
		const at = withSource({ redact, encrypt: true });

		await post(at, bodyOf('evt_1'));
		await post(at, bodyOf('evt_2'));
		await wakeFor(at, 'evt_1');
		await wakeFor(at, 'evt_2');

		const [first, second] = runs.map(({ payload }) => payload.phone);
		expect(first).toMatch(/^hmac-sha256:[0-9a-f]{64}$/);
		expect(second).toBe(first);
		expect(runs[0]?.rawBody.toString()).toBe(bodyOf('evt_1').replace(`"email":"${email}",`, '').replace(phone, String(first)));
		expect((await recordOf('evt_1')).query).toBe('');
	});

	it('that the sender waits for gets the same, and its answer is kept for a second copy', async () => {
		const at = withSource({ redact, encrypt: true });

		const replies = [await ask(at, bodyOf('quote_1', 'quote.asked')), await ask(at, bodyOf('quote_1', 'quote.asked'))];

		expect(replies.map(({ status, body }) => [status, body])).toEqual(Array(2).fill([200, 'handled']));
		expect(runs.map(({ rawBody }) => rawBody.includes(email) || rawBody.includes(phone))).toEqual([false]);
	});

	it('is chosen by its filter from the whole delivery', async () => {
		const filtered = { ...paid, filter: { email: [email] } };
		const at = withSource({ redact });
		const routed = { ...at, routes: { ...at.routes, routes: [endpoint, filtered] } };

		await post(routed, bodyOf('evt_1'));

		expect(Object.keys((await recordOf('evt_1')).functions)).toEqual(['invoice-paid']);
	});

	it.each([
		['malformed', `{"${email}`, /^body-malformed; its bytes are not kept/, 400, true],
		['without an id', JSON.stringify({ type: 'x', data: { object: { email } } }), /^event-unidentified$/, 400, false],
	])('what is %s is kept once, dead, and without what must not be kept', async (_, text, reason, status, withheld) => {
		const at = withSource({ redact });

		const replies = [await post(at, text), await post(at, text)];

		const records = await on.cloud.events.list({});
		expect(replies.map((reply) => reply.status)).toEqual([status, status]);
		expect(records).toMatchObject([{ reason: expect.stringMatching(reason), id: expect.stringMatching(/^sha256:/) }]);
		expect(records.map(({ body }) => Buffer.isBuffer(body) && [body.length === 0, body.includes(email)])).toEqual([[withheld, false]]);
	});
});

describe('a storage key', () => {
	const at = () => withSource({ encrypt: true });

	it.each([
		['is missing', undefined, 'STRIPE_STORAGE_KEY: no value is set'],
		['is blank', '  ', 'STRIPE_STORAGE_KEY: no value is set'],
		['is too short', Buffer.alloc(16).toString('base64'), 'STRIPE_STORAGE_KEY: it must be 32 bytes in base64'],
		['is no base64', 'canary-canary-canary-canary-canary-canary!', 'STRIPE_STORAGE_KEY: it must be 32 bytes in base64'],
	])('that %s when a delivery comes → 503, and nothing is kept', async (_, value, detail) => {
		on.secrets.delete('STRIPE_STORAGE_KEY');
		if (value !== undefined) on.secrets.set('STRIPE_STORAGE_KEY', value);

		const replies = await Promise.all([
			post(at(), bodyOf('evt_1')),
			ask(at(), bodyOf('quote_1', 'quote.asked')),
			post(at(), '{'),
			post(withSource({ redact }), bodyOf('evt_1')),
		]);

		expect(replies.map(({ status, headers }) => [status, headers['retry-after']])).toEqual(Array(4).fill([503, '5']));
		expect(await on.cloud.events.list({})).toEqual([]);
		expect(on.lines.join('\n').split(detail)).toHaveLength(5);
		expect(on.lines.join('\n')).not.toContain('canary');
	});

	it('that is away when a function runs → an attempt fails with its name, and the next one works once it is back', async () => {
		const key = on.secrets.get('STRIPE_STORAGE_KEY') ?? '';
		await post(at(), bodyOf('evt_1'));
		on.secrets.set('STRIPE_STORAGE_KEY', newKey());
		const first = await wakeFor(at(), 'evt_1');
		const failed = (await recordOf('evt_1')).functions['invoice-paid'];
		on.secrets.set('STRIPE_STORAGE_KEY', key);

		const second = await wakeFor(at(), 'evt_1');

		expect([first.done, second.done, runs.length]).toEqual([false, true, 1]);
		expect(failed).toMatchObject({
			status: 'pending',
			lastError: expect.stringContaining('STRIPE_STORAGE_KEY: neither it nor its previous'),
		});
	});

	it('that was rotated opens what it sealed, as the previous one', async () => {
		const old = on.secrets.get('STRIPE_STORAGE_KEY') ?? '';
		for (const [index, filler] of fillers.entries()) await post(at(), bodyOf(`evt_${index}`, 'invoice.paid', filler));
		on.secrets.set('STRIPE_STORAGE_KEY', newKey());
		on.secrets.set('STRIPE_STORAGE_KEY_PREVIOUS', old);
		await post(at(), bodyOf('evt_2'));

		for (const id of ['evt_0', 'evt_1', 'evt_2']) await wakeFor(at(), id);

		expect(runs.map(({ rawBody }) => rawBody.includes(note))).toEqual([true, true, true]);
	});

	it('that was set since it was read is found', async () => {
		const key = on.secrets.get('STRIPE_STORAGE_KEY') ?? '';
		on.secrets.delete('STRIPE_STORAGE_KEY');
		const refresh = async () => {
			on.secrets.set('STRIPE_STORAGE_KEY', key);
			return true;
		};
		const stale = { ...at(), cloud: { ...on.cloud, secrets: { ...on.cloud.secrets, refresh } } };

		expect((await post(stale, bodyOf('evt_1'))).status).toBe(200);
	});

	it.each([
		['of another event', async () => ({ body: (await recordOf('evt_2')).body })],
		['with one bit changed', async () => ({ body: flipped((await recordOf('evt_1')).body) })],
		['that are not sealed', async () => ({ body: Buffer.from(bodyOf('evt_1')) })],
	])('opens no bytes %s', async (_, changes) => {
		await post(at(), bodyOf('evt_1'));
		await post(at(), bodyOf('evt_2'));
		const record = { ...(await recordOf('evt_1')), ...(await changes()) };
		const claim = await on.cloud.events.claim(record, 'invoice-paid', { now: Date.now(), until: Date.now() + 1000 });
		const swapped = {
			...at(),
			cloud: { ...on.cloud, events: { ...on.cloud.events, claim: async () => ({ ...claim, record }) as typeof claim } },
		};

		const { done } = await wake(working(swapped), messageFor(record, 'invoice-paid'));

		expect([done, runs]).toEqual([false, []]);
		expect((await recordOf('evt_1')).functions['invoice-paid']?.lastError).toMatch(/kept body (was changed|is not sealed)/);
	});

	it('that was never needed is not asked for', async () => {
		on.secrets.delete('STRIPE_STORAGE_KEY');

		expect((await post(withSource({ redact: rulesOf(['data.object.email']) }), bodyOf('evt_1'))).status).toBe(200);
	});
});

function flipped(body: EventRecord['body']): Buffer {
	if (!Buffer.isBuffer(body)) throw new TypeError('the body is in blobs');
	const copy = Buffer.from(body);
	copy[30] = (copy[30] ?? 0) ^ 1;
	return copy;
}

it('an event that was kept before its source sealed anything still runs, and so does a sealed one after that', async () => {
	await post(withSource({}), bodyOf('evt_1'));
	await post(withSource({ encrypt: true }), bodyOf('evt_2'));

	await wakeFor(withSource({ encrypt: true }), 'evt_1');
	await wakeFor(withSource({}), 'evt_2');

	expect(runs.map(({ id }) => id)).toEqual(['evt_1', 'evt_2']);
});

it.each([
	['in the record', 64 * 1024 - 37, true],
	['in blobs', 64 * 1024 - 36, false],
])('a sealed body has its room %s at %i bytes', async (_, length, held) => {
	const text = bodyOf('evt_1', 'invoice.paid', 'x'.repeat(length - bodyOf('evt_1').length));

	await post(withSource({ encrypt: true }), text);
	await wakeFor(withSource({ encrypt: true }), 'evt_1');

	expect(Buffer.isBuffer((await recordOf('evt_1')).body)).toBe(held);
	expect(runs.map(({ rawBody }) => rawBody.toString() === text)).toEqual([true]);
});
