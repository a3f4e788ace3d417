import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import type { Listened } from '../../../src/plugin/local/listened.ts';
import { takeListened } from '../../../src/plugin/local/take-listened.ts';
import { providers } from '../../../src/providers/providers.ts';
import { sendgrid } from '../../../src/providers/sendgrid.ts';
import { slack } from '../../../src/providers/slack.ts';
import { stripe } from '../../../src/providers/stripe.ts';
import { onEvent, receive } from '../../../src/receive.ts';
import { messageFor } from '../../../src/webhook/message.ts';
import type { Provider } from '../../../src/webhook/provider.ts';
import type { EventRecord } from '../../../src/webhook/record.ts';
import { type Route, type Source, secretName } from '../../../src/webhook/source.ts';
import { arriving, httpEvent, overHttp } from '../../http-event.ts';
import { deliver, delivery, localPlatform, type TestPlatform, wake } from '../../local-platform.ts';
import { deliveryOf, described, samplesOf } from '../../providers/deliveries.ts';
import { listenedOf } from './listened-of.ts';

const endpoint = (name: string): Route => ({ function: name, source: name, ack: 'stored', path: `/webhooks/${name}` });
const routes: readonly Route[] = [
	...['stripe', 'sendgrid', 'slack'].map(endpoint),
	{ function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' },
	{ function: 'ledger', source: 'stripe', type: 'invoice.paid', ack: 'stored', filter: { amount_paid: [5] } },
	{ function: 'bounce', source: 'sendgrid', type: 'bounce', ack: 'stored' },
	{ function: 'deploy', source: 'slack', type: 'slash_command', ack: 'handled', path: '/webhooks/slack/deploy' },
];
const sources = { stripe: {}, sendgrid: {}, slack: {} };

let stage: TestPlatform;
let local: TestPlatform;
beforeEach(() => {
	stage = localPlatform('stripe', routes, sources);
	local = localPlatform('stripe', routes, sources);
});
afterEach(() => {
	stage.close();
	local.close();
});

const take = (input: unknown, on: TestPlatform = local) =>
	takeListened(input, { cloud: on.cloud, routes: on.routes, providers, log: on.cloud.log });
const outcomes = async (input: Listened, on: TestPlatform = local) => {
	const { events } = await take(input, on);
	return events.map(({ outcome, reason }) => [outcome, reason].filter(Boolean).join(': '));
};
const kept = (on: TestPlatform = local) => on.store.events.list({});

/** Signs it, posts it to the stage's chain, and returns what the stage has kept of it. */
async function received(provider: Provider, body: string | Buffer, headers = {}): Promise<readonly EventRecord[]> {
	const { verifying, signing } = provider.scheme.generate();
	stage.secrets.set(secretName(provider.id, 'WEBHOOK_SECRET'), verifying);
	const sent = delivery({ rawBody: Buffer.from(body), headers: { 'content-type': 'application/json', ...headers } });
	const on = { ...stage, cloud: { ...stage.cloud, functionName: () => provider.id } };
	await deliver(receive(provider, on), await provider.scheme.sign(sent, signing));
	return [...(await stage.store.events.list({ source: provider.id }))].sort((a, b) => a.index - b.index);
}

const invoice = (id = 'evt_1', amount = 5) =>
	`{"id":"${id}",\n "type":"invoice.paid", "data":{"object":{"id":"in_1","amount_paid":${amount}}}}`;
async function paid(body = invoice()): Promise<EventRecord> {
	const [record] = await received(stripe, body);
	if (record === undefined) throw new Error('the stage kept nothing');
	return record;
}

describe('an event that a stage has verified', () => {
	it('is kept here with its exact bytes, its time and its headers, and queued for each function that takes it', async () => {
		const record = await paid();

		const answer = await take(listenedOf(record));

		expect(answer).toEqual({ events: [{ id: 'evt_1', outcome: 'kept', functions: ['invoice-paid', 'ledger'] }] });
		const [own] = await kept();
		const run = { status: 'pending', sent: true, attempts: 0, ack: 'stored' };
		expect(own).toMatchObject({ ...record, functions: { 'invoice-paid': run, ledger: run } });
		expect(own?.body.toString()).toBe(invoice());
		expect(Object.keys(own ?? {}).sort()).toEqual(Object.keys(record).sort());
		expect([...(await local.store.queue.names())].sort()).toEqual(['invoice-paid', 'ledger']);
	});

	it('runs its function with what was sent', async () => {
		const seen: unknown[] = [];
		const on = { cloud: { ...local.cloud, functionName: () => 'invoice-paid' }, routes: local.routes };
		const handler = onEvent(stripe, 'invoice.paid', { payload: z.object({ amount_paid: z.number() }), on }, async (event) => {
			seen.push([event.id, event.payload, event.rawBody.toString()]);
		});
		await take(listenedOf(await paid()));
		const [record] = await kept();

		const disposition = await wake(handler, messageFor(record as EventRecord, 'invoice-paid'));

		expect(disposition).toEqual({ done: true });
		expect(seen).toEqual([['evt_1', expect.objectContaining({ amount_paid: 5 }), invoice()]]);
	});

	it('is told in the log with its stage, and nothing of its body', async () => {
		await take(listenedOf(await paid()));

		const [line = '', ...others] = local.lines;
		expect(line).toContain(
			'delivery listened {"source":"stripe","cloudevents.event_type":"invoice.paid","cloudevents.event_id":"evt_1","stage":"dev","outcome":"kept"',
		);
		expect(line).not.toContain('in_1');
		expect(others).toEqual([]);
	});

	it('is known when it comes again, and when its sender has posted it here: one record, one message', async () => {
		const listened = listenedOf(await paid());

		const first = await outcomes(listened);
		const again = await Promise.all(Array.from({ length: 20 }, () => outcomes(listened)));

		expect([first, ...again].flat()).toEqual(['kept', ...Array(20).fill('known')]);
		expect(await kept()).toHaveLength(1);
		const taken = await local.store.queue.take({ now: Date.now() + 1000, until: Date.now() + 2000 }, ['invoice-paid', 'ledger'], 10);
		expect(taken.map(({ message }) => message.function).sort()).toEqual(['invoice-paid', 'ledger']);
	});

	it('gets a run where its sender waits for the answer on the stage: here, nobody waits', async () => {
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		const [record] = await received(slack, 'command=%2Fdeploy&text=now&trigger_id=t1&user_id=U1', headers);

		const result = await outcomes(listenedOf(record as EventRecord));

		expect(result).toEqual(['kept']);
		expect((await kept())[0]?.functions).toMatchObject({ deploy: { ack: 'stored', status: 'pending', sent: true } });
	});

	it.each([
		['that takes it', 'invoice-paid', 5, ['kept'], [['invoice-paid']]],
		['whose filter it matches', 'ledger', 5, ['kept'], [['ledger']]],
		['whose filter it does not match', 'ledger', 6, ['skipped'], []],
		['of another type', 'bounce', 5, ['skipped'], []],
		['that serverless.yml does not have', 'gone', 5, ['skipped'], []],
	])('for the one function %s → %s', async (_, name, amount, result, runs) => {
		const listened = listenedOf(await paid(invoice('evt_1', amount)), { function: name });

		expect(await outcomes(listened)).toEqual(result);
		expect((await kept()).map(({ functions }) => Object.keys(functions))).toEqual(runs);
	});

	it('is kept as unhandled where no function here takes it', async () => {
		const on = { ...local, routes: { ...local.routes, routes: routes.filter(({ type }) => type !== 'invoice.paid') } };

		expect(await outcomes(listenedOf(await paid()), on)).toEqual(['kept']);
		expect((await kept())[0]?.functions).toEqual({});
	});

	it.each<[string, Partial<Source>]>([
		['seals', { encrypt: true }],
		['redacts', { redact: [{ path: ['data', 'object', 'id'], act: 'drop' }] }],
	])('is kept as this project says, where its source %s', async (_, source) => {
		const on = {
			...local,
			routes: { ...local.routes, sources: { stripe: { name: 'stripe', provider: 'stripe', maxBody: 1e6, ...source } } },
		};
		local.secrets.set('STRIPE_STORAGE_KEY', randomBytes(32).toString('base64'));

		expect(await outcomes(listenedOf(await paid()), on)).toEqual(['kept']);
		expect((await kept())[0]?.body.toString('latin1')).not.toContain('in_1');
	});
});

describe('a delivery of several events', () => {
	it('has those kept alone that the one function takes', async () => {
		const events = ['delivered', 'bounce'].map((event, at) => ({ event, sg_event_id: `e${at}`, email: 'a@b.example', timestamp: 1 }));
		const records = await received(sendgrid, JSON.stringify(events));
		const told = records.map(({ id, type, index }) => ({ id, type, index }));

		const result = await outcomes(listenedOf(records[0] as EventRecord, { events: told, function: 'bounce' }));

		expect(result).toEqual(['skipped', 'kept']);
		expect((await kept()).map(({ id }) => id)).toEqual(['e1']);
	});

	const bounces = (count: number, pad = '') =>
		JSON.stringify(
			Array.from({ length: count }, (_, index) => ({ event: 'bounce', sg_event_id: `e${index}`, email: 'a@b.example', timestamp: 1, pad })),
		);

	it('is kept event by event, each under its own place', async () => {
		const records = await received(sendgrid, bounces(3));
		const events = records.map(({ id, type, index }) => ({ id, type, index }));
		const [first] = records as readonly [EventRecord];

		expect(await outcomes(listenedOf(first, { events: events.slice(1) }))).toEqual(['kept', 'kept']);
		expect(await outcomes(listenedOf(first, { events }))).toEqual(['kept', 'known', 'known']);
		expect((await kept()).map(({ id, index }) => [id, index]).sort()).toEqual([
			['e0', 0],
			['e1', 1],
			['e2', 2],
		]);
	});

	it('that is too large for its records is in one blob, and comes again without a trace', async () => {
		const body = bounces(250, 'x'.repeat(400));
		await received(sendgrid, body);
		const records = [...(await stage.store.events.list({}))].sort((a, b) => a.index - b.index);
		const events = records.map(({ id, type, index }) => ({ id, type, index }));
		const whole = Buffer.from(body);
		const listened = listenedOf({ ...(records[0] as EventRecord), body: whole }, { events });

		const first = await outcomes(listened);
		const again = await outcomes(listened);

		expect([...new Set(first), ...new Set(again)]).toEqual(['kept', 'known']);
		const places = new Set((await kept()).map((record) => JSON.stringify(record.body)));
		expect([records.length, places.size]).toEqual([250, 1]);
		const [{ body: place }] = (await kept()) as readonly [EventRecord];
		expect('blob' in place && (await local.store.blobs.get(place.blob))?.equals(whole)).toBe(true);
	});
});

describe('what is refused', () => {
	it.each<[string, Partial<Listened>, string]>([
		['of a source that serverless.yml does not have', { source: 'gone' }, 'serverless.yml has no such source'],
		[
			'with another byte',
			{ body: Buffer.from(invoice('evt_2')).toString('base64') },
			'its bytes are not those that the stage has verified',
		],
		['with another digest', { sha256: '00' }, 'its bytes are not those that the stage has verified'],
		['with another id', { events: [{ id: 'evt_9', type: 'invoice.paid', index: 0 }] }, 'its bytes are read as another event here'],
		['with another type', { events: [{ id: 'evt_1', type: 'invoice.voided', index: 0 }] }, 'its bytes are read as another event here'],
		['at another place', { events: [{ id: 'evt_1', type: 'invoice.paid', index: 1 }] }, 'its bytes are read as another event here'],
		['that is not of its format', { headers: { 'content-type': 'text/plain' } }, 'its bytes are not read as Stripe sends them'],
		['that is dated a day ahead', { receivedAt: Date.now() + 25 * 60 * 60 * 1000 }, 'it is dated a day or more ahead'],
		['that no date can hold', { receivedAt: Number.MAX_SAFE_INTEGER }, 'it is dated a day or more ahead'],
		['that has expired', { receivedAt: Date.now() - 60 * 24 * 60 * 60 * 1000 }, 'it is older than events are kept'],
	])('is one %s, and nothing of it is kept', async (_, changes, reason) => {
		const listened = listenedOf(await paid(), changes);

		expect(await outcomes(listened)).toEqual([`refused: ${reason}`]);
		expect([await kept(), local.lines]).toEqual([[], []]);
	});

	it('is one whose source redacts, in a format that can not be redacted', async () => {
		const [redact, parse] = [[{ path: ['a'], act: 'drop' as const }], async () => JSON.parse(invoice())];
		const source: Source = { name: 'stripe', provider: 'stripe', maxBody: 1e6, redact };
		const routes = { ...local.routes, sources: { stripe: source } };
		const own = { stripe: { ...stripe, contentTypes: { 'application/json': parse } } };

		const { events } = await takeListened(listenedOf(await paid()), { cloud: local.cloud, routes, providers: own, log: local.cloud.log });

		expect(events.map(({ reason }) => reason)).toEqual(['its bytes can not be redacted']);
		expect(await kept()).toEqual([]);
	});

	it('says nothing of a body that can not be read', async () => {
		const bytes = Buffer.from('{"secret": canary');
		const changes = { body: bytes.toString('base64'), sha256: createHash('sha256').update(bytes).digest('hex') };

		const answer = JSON.stringify(await take(listenedOf(await paid(), changes)));

		expect(answer).toContain('its bytes are not read as Stripe sends them');
		expect(answer).not.toContain('canary');
	});

	it.each([
		['nothing', undefined],
		['a text', 'evt_1'],
		['no source', { source: undefined }],
		['a body that is no text', { body: 1 }],
		['headers that are no texts', { headers: { a: 1 } }],
		['events that are none', { events: [{ id: 1, type: 'a', index: 0 }] }],
		['a time that is none', { receivedAt: '1' }],
	])('given %s → a mistake', async (_, input) => {
		const asked = typeof input === 'object' ? { ...listenedOf(await paid()), ...input } : input;

		await expect(take(asked)).rejects.toMatchObject({ name: 'Mistake', message: 'this is no delivery of a stage' });
		expect(await kept()).toEqual([]);
	});

	it('given a store that fails → a mistake, so that it is handed over again', async () => {
		const events = { ...local.cloud.events, insert: () => Promise.reject(new Error('disk full\nand more')) };

		const taking = take(listenedOf(await paid()), { ...local, cloud: { ...local.cloud, events } });

		await expect(taking).rejects.toMatchObject({ name: 'Mistake', message: 'it was not kept: disk full' });
	});
});

describe.each(described.map((provider) => [provider.id, provider] as const))('what a stage keeps of %s', (id, provider) => {
	it('is the same event here', async () => {
		const own = { [id]: { options: { header: 'x-signature', timestamp: 'x-timestamp' } } };
		const [there, here] = [overHttp(localPlatform(id, [endpoint(id)], own)), localPlatform(id, [endpoint(id)], own)];
		const { verifying, signing } = provider.scheme.generate();
		there.secrets.set(secretName(id, 'WEBHOOK_SECRET'), verifying);
		for (const [index, sample] of samplesOf(provider).entries()) {
			const signed = await provider.scheme.sign(arriving({ ...deliveryOf(sample, `id-${index}`), path: `/webhooks/${id}` }), signing);
			await receive(providers[id] ?? provider, there)(httpEvent(signed, true), {});
		}
		const records = await there.store.events.list({});

		const results = await Promise.all(records.map((record) => outcomes(listenedOf(record), here)));

		const ids = async (on: TestPlatform) => (await on.store.events.list({})).map((one) => [one.id, one.type, one.index]).sort();
		expect(records.length).toBeGreaterThan(0);
		expect(results.flat()).toEqual(records.map(() => 'kept'));
		expect(await ids(here)).toEqual(await ids(there));
		there.close();
		here.close();
	});
});
