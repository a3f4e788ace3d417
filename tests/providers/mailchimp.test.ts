import { afterAll, describe, expect, it } from '@jest/globals';
import { mailchimp } from '../../src/providers/mailchimp.ts';
import { receive } from '../../src/receive.ts';
import { deliver, delivery, localPlatform } from '../local-platform.ts';
import { deliveryOf, samplesOf } from './deliveries.ts';

const path = '/webhooks/mailchimp';
const on = localPlatform('mailchimp', [{ function: 'mailchimp', source: 'mailchimp', ack: 'stored', path }], { mailchimp: {} });
afterAll(() => on.close());
on.secrets.set('MAILCHIMP_WEBHOOK_SECRET', 'a-token-of-ours');
const handler = receive(mailchimp, on);
const [sample] = samplesOf(mailchimp);
const subscribed = { ...deliveryOf(sample as NonNullable<typeof sample>, '8a25ff1d98'), path };
const ask = (method: string, query = '') => deliver(handler, delivery({ path, method, query, headers: {}, rawBody: Buffer.alloc(0) }));

describe('Mailchimp', () => {
	it('gets an empty 200 for its GET, with its token or without', async () => {
		expect(await ask('GET')).toMatchObject({ status: 200, body: '' });
		expect(await ask('GET', 'secret=a-token-of-ours')).toMatchObject({ status: 200, body: '' });
	});

	it.each(['HEAD', 'OPTIONS', 'PUT'])('gets no 2xx for %s', async (method) => {
		expect((await ask(method)).status).toBe(405);
	});

	it.each([
		['no token', ''],
		['an empty one', 'secret='],
		['another', 'secret=another-token'],
		['one that starts as ours', 'secret=a-token-of-ours-and-more'],
		['ours twice', 'secret=a-token-of-ours&secret=a-token-of-ours'],
		['ours under another name', 'token=a-token-of-ours'],
		['ours under that name in capitals', 'SECRET=a-token-of-ours'],
	])('is refused with %s in the URL, and nothing is kept', async (_, query) => {
		expect((await deliver(handler, { ...subscribed, query })).status).toBe(401);
		expect(await on.cloud.events.list({})).toEqual([]);
	});

	it('is believed with ours, and of the event neither the query nor any other place holds it', async () => {
		const { status } = await deliver(handler, { ...subscribed, query: 'list=1&secret=a-token-of-ours' });

		const [event] = await on.cloud.events.list({});
		expect([status, event?.type, event?.query]).toEqual([200, 'subscribe', 'list=1']);
		expect(JSON.stringify(event)).not.toContain('a-token-of-ours');
	});
});
