import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { keepUnreadable } from '../../src/middleware/keep-unreadable.ts';
import { statusOf } from '../../src/webhook/record.ts';
import { delivery, type TestPlatform } from '../local-platform.ts';
import { everything, failing, stripePlatform, verifiedPassage, withEvents } from './passage.ts';

let on: TestPlatform;
beforeEach(() => {
	on = stripePlatform();
});
afterEach(() => on.close());

async function keep(rawBody: Buffer, platform = on): Promise<number> {
	const event = verifiedPassage({ delivery: delivery({ rawBody, headers: { authorization: 'Bearer t', 'x-kept': 'yes' } }) });
	if (event.verified === undefined) throw new TypeError('not verified');
	return (await keepUnreadable(event, event.verified, 'body-malformed', platform)).status;
}

it.each([
	['a few bytes', Buffer.from([0, 0xff, 0x7b])],
	['no byte', Buffer.alloc(0)],
	['more bytes than a record holds', Buffer.alloc(100_000, 'x')],
])('keeps %s as they are, dead with its reason and without credentials, then answers 400', async (_, bytes) => {
	expect(await keep(bytes)).toBe(400);

	const [record] = await everything(on);
	const body = record && (Buffer.isBuffer(record.body) ? record.body : await on.cloud.blobs.get(record.body.blob));
	expect(body && bytes.equals(body)).toBe(true);
	expect(record).toMatchObject({ type: 'unreadable', reason: 'body-malformed', functions: {}, headers: { 'x-kept': 'yes' } });
	expect(record && statusOf(record)).toBe('dead');
	expect(record?.headers).not.toHaveProperty('authorization');
});

it('keeps the same bytes once, however often they come', async () => {
	await Promise.all([keep(Buffer.from('{')), keep(Buffer.from('{')), keep(Buffer.from('['))]);

	expect(await everything(on)).toHaveLength(2);
});

it.each([
	['store', () => withEvents(on, { insert: failing })],
	['room for big bodies', () => ({ ...on, cloud: { ...on.cloud, blobs: { ...on.cloud.blobs, put: failing } } })],
])('answers 503, never 4xx, when the %s fails', async (_, platform) => {
	expect(await keep(Buffer.alloc(100_000, 'x'), platform())).toBe(503);
});
