import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keepUnreadable } from '../../src/middleware/keep-unreadable.ts';
import { runOnce } from '../../src/middleware/run-once.ts';
import { storeEvents } from '../../src/middleware/store-events.ts';
import type { Identified } from '../../src/webhook/provider.ts';
import type { Run } from '../../src/webhook/record.ts';
import { json } from '../../src/webhook/reply.ts';
import type { Route } from '../../src/webhook/source.ts';
import { delivery, type TestPlatform } from '../local-platform.ts';
import { sampleRecord, sampleRun } from '../ports/sample-record.ts';
import { letters, name, queued } from './assignment.ts';
import { endpoint, everything, failing, paid, stripePlatform, verifiedPassage } from './passage.ts';

const event: Identified = { id: 'evt_1', type: 'invoice.paid', payload: {} };
const big = (fill: string) => Buffer.alloc(100_000, fill);

let on: TestPlatform;
/** The keys under which there are bytes in blobs. */
let blobs: Set<string>;
beforeEach(() => {
	const base = stripePlatform([endpoint, paid]);
	blobs = new Set();
	const { put, remove, get } = base.cloud.blobs;
	const counted = {
		get,
		put: (blob: string, bytes: Buffer) => put(blob, bytes).then(() => void blobs.add(blob)),
		remove: (blob: string) => remove(blob).then(() => void blobs.delete(blob)),
	};
	on = { ...base, cloud: { ...base.cloud, blobs: counted } };
});
afterEach(() => on.close());

/** What the command does: all that hold the bytes, then the bytes. */
async function forget(): Promise<void> {
	for (const record of await everything(on)) {
		const left = await on.cloud.events.forget(record, on.cloud.now());
		if (left && 'blob' in left.body) await on.cloud.blobs.remove(left.body.blob);
	}
}
const of = (rawBody: Buffer, events: readonly Identified[] = [event]) => ({
	...verifiedPassage({ delivery: delivery({ rawBody }) }),
	events,
});
const store = async (rawBody: Buffer, events = [event], platform = on) => (await storeEvents(of(rawBody, events), platform)).status;

describe('a second copy of a forgotten event', () => {
	it.each([
		['in its record', Buffer.from('{"id":"evt_1"}')],
		['in blobs', big('x')],
	])('whose bytes were %s is a duplicate: 2xx, nothing is kept of it, and nothing runs', async (_, bytes) => {
		await store(bytes);
		await forget();
		await queued(on);
		const before = await everything(on);

		expect([await store(bytes), await store(bytes)]).toEqual([200, 200]);

		expect(await everything(on)).toEqual(before);
		expect([...blobs]).toEqual([]);
		expect(await queued(on)).toHaveLength(1);
	});

	it('with other bytes leaves none of them either, whether it was forgotten or is kept', async () => {
		await store(big('x'));
		const kept = [...blobs];

		expect(await store(big('y'))).toBe(200);
		expect([...blobs]).toEqual(kept);
		await forget();
		expect(await store(big('y'))).toBe(200);

		expect([...blobs]).toEqual([]);
	});

	it('is answered 503 while its bytes can not be removed, so that it comes again', async () => {
		await store(big('x'));
		await forget();
		const broken = { ...on, cloud: { ...on.cloud, blobs: { ...on.cloud.blobs, remove: failing } } };

		expect(await store(big('x'), [event], broken)).toBe(503);
		expect(await store(big('x'))).toBe(200);

		expect([...blobs]).toEqual([]);
	});

	it('in a delivery with an event that is new leaves the bytes to that one', async () => {
		await store(big('x'));
		await forget();

		expect(await store(big('x'), [event, { ...event, id: 'evt_2' }])).toBe(200);

		const [bytes] = blobs;
		expect((await on.cloud.events.get({ source: 'stripe', id: 'evt_2' }))?.body).toEqual({ blob: bytes });
		expect((await on.cloud.blobs.get(bytes ?? ''))?.equals(big('x'))).toBe(true);
	});

	it('takes no bytes away from an event that has the same ones under another id', async () => {
		await store(big('x'));
		await forget();
		const other = { ...event, id: 'evt_2' };
		await store(big('x'), [other]);

		await store(big('x'));

		const body = (await on.cloud.events.get({ source: 'stripe', id: 'evt_2' }))?.body;
		expect(body && 'blob' in body && (await on.cloud.blobs.get(body.blob))?.equals(big('x'))).toBe(true);
	});

	it('that could not be read is refused as the first was, and nothing is kept of it', async () => {
		const unreadable = async () => {
			const one = { ...of(big('{')), events: [] };
			return (await keepUnreadable(one, one.verified as never, 'body-malformed', on)).status;
		};
		await unreadable();
		await forget();

		expect(await unreadable()).toBe(400);

		expect([...blobs]).toEqual([]);
		expect(await everything(on)).toMatchObject([{ reason: 'body-malformed', body: { blob: expect.any(String) }, sha256: '' }]);
	});

	const route: Route = { ...paid, ack: 'handled', path: '/webhooks/stripe/invoice-paid' };
	it.each<[string, Partial<Run> | undefined, readonly unknown[]]>([
		['an empty 200 where it was done', { status: 'done', reply: json({ secret: 1 }) }, [200, '']],
		['422 where it never ran', {}, [422, 'event-dead']],
		['422 where its payload did not fit', { status: 'dead', reason: 'payload does not fit: id' }, [422, 'payload-mismatch']],
		['422 where it came to another URL first', undefined, [422, 'event-dead']],
	])('that its sender waits for is answered %s, and runs nothing', async (_, run, answer) => {
		const functions = run ? { [name]: sampleRun({ ack: 'handled', ...run }) } : {};
		await on.cloud.events.insert(sampleRecord({ functions, expiresAt: Number.MAX_SAFE_INTEGER }), on.cloud.now());
		await forget();
		const one = { ...of(big('x')), route };
		let runs = 0;
		const work = async () => {
			runs += 1;
			return { ending: 'fenced' } as const;
		};

		const { status, body } = await runOnce(one, work, { ...on, routes: { ...on.routes, routes: [route] } });

		expect([status, one.refusal?.code ?? body, runs, [...blobs]]).toEqual([...answer, 0, []]);
	});
});

it('a message of a forgotten event is done with, without a letter', async () => {
	const { wakeFunction } = await import('../../src/middleware/wake-function.ts');
	await store(Buffer.from('{"id":"evt_1"}'));
	await forget();
	const [message] = await queued(on);
	const work = () => Promise.reject(new Error('it ran'));

	const disposition = message && (await wakeFunction(message, { provider: of(big('x')).provider, work, platform: on, requestId: '1' }));

	expect([disposition, await letters(on)]).toEqual([{ done: true }, []]);
});
