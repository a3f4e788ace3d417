import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { loadEvent } from '../../src/middleware/load-event.ts';
import { sendgrid } from '../../src/providers/sendgrid.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import type { EventRecord } from '../../src/webhook/record.ts';
import { traceparent } from '../local-platform.ts';
import { noon } from '../ports/sample-record.ts';
import { keep, noonPlatform, take } from './assignment.ts';
import { invoicePaid } from './passage.ts';

let on: ReturnType<typeof noonPlatform>;
beforeEach(() => {
	on = noonPlatform();
});
afterEach(() => on.close());

async function load(changes: Partial<EventRecord> = {}, provider?: Provider) {
	await keep(on, { attempts: 2 }, changes);
	const assignment = await take(on, provider);
	await loadEvent(on).before?.({ event: assignment });
	return assignment.event;
}

it('gives the function the event as it was signed, and a key that every attempt has', async () => {
	expect(await load({ headers: { 'content-type': 'application/json', 'user-agent': 'x' } })).toEqual({
		id: 'evt_1',
		type: 'invoice.paid',
		source: 'stripe',
		payload: { id: 'in_1' },
		receivedAt: noon,
		attempt: 3,
		idempotencyKey: 'stripe/evt_1/invoice-paid',
		headers: { 'content-type': 'application/json', 'user-agent': 'x' },
		traceparent,
		rawBody: invoicePaid,
	});
});

it('gives the bytes that blobs keep', async () => {
	await on.cloud.blobs.put('stripe/x', invoicePaid);

	expect((await load({ body: { blob: 'stripe/x' } }))?.rawBody.equals(invoicePaid)).toBe(true);
});

it('gives the event of a batch that the record is about', async () => {
	const body = Buffer.from('[{"sg_event_id":"a","event":"open"},{"sg_event_id":"b","event":"bounce"}]');

	expect((await load({ body, index: 1 }, sendgrid))?.payload).toEqual({ sg_event_id: 'b', event: 'bounce' });
});

it.each<[string, Partial<EventRecord>, string]>([
	['its bytes are gone', { body: { blob: 'stripe/none' } }, 'blob stripe/none is missing'],
	['its content type is no longer taken', { headers: { 'content-type': 'text/plain' } }, 'no longer takes this content type'],
	['it has no content type', { headers: {} }, 'no longer takes this content type'],
	['its content type is part of every object', { headers: { 'content-type': 'constructor' } }, 'no longer takes this content type'],
	['its place in the batch is empty', { index: 1 }, 'finds no event 1 in the kept bytes'],
	['its bytes are no JSON', { body: Buffer.from('{') }, 'not well-formed'],
])('fails when %s', async (_, changes, message) => {
	await expect(load(changes)).rejects.toThrow(message);
});
