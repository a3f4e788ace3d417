import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '../../../../src/middleware/as-kept.ts';
import { statusOf } from '../../../../src/webhook/record.ts';
import { postBody, postSample, type Target } from '../../../e2e/post-sample.ts';
import type { Stack } from './deploy.ts';
import { type Running, startPackaged } from './start-packaged.ts';

let running: Running;
let stack: Stack;
let target: Target;
beforeAll(async () => {
	running = await startPackaged();
	({ stack, target } = running);
}, 60_000);
afterAll(() => running.close());

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
const called = (name: string, failed = 0) => ({ function: `hookport-prod-${name}`, failed });
const probe = (id: string, filler = '') => JSON.stringify({ type: 'probe.sent', data: { failures: 0 }, id, filler });
const postProbe = (id: string, body: string | Buffer) => postBody(target, { source: 'standard-webhooks' }, body, { 'webhook-id': id });
const probed = (id: string) => stack.lines.filter(({ message, id: of }) => message === 'probed' && of === id);

describe('the signed sample', () => {
	it.each([
		['stripe', 'invoice.paid', 'invoice-paid', (id: string) => `evt_${id}`],
		['shopify', 'orders/create', 'order-created', (id: string) => id],
		['github', 'push', 'push', (id: string) => id],
		['standard-webhooks', 'user.created', 'user-created', (id: string) => `msg_${id}`],
		['sendgrid', 'bounce', 'bounce', (id: string) => `bounce-${id}`],
	])('of %s (%s) goes from its sender through the queue of %s, and is done', async (source, type, name, own) => {
		const id = randomUUID();

		const reply = await postSample(target, { source, type, id });
		const batches = await stack.settle();

		expect([Math.floor(reply.status / 100), batches]).toEqual([2, [expect.objectContaining(called(name))]]);
		const done = { [name]: expect.objectContaining({ status: 'done', attempts: 1, sent: true }) };
		expect((await stack.record(source, own(id)))?.functions).toEqual(done);
	});

	it('of an order reserves stock through a call of another function', async () => {
		const id = randomUUID();

		await postSample(target, { source: 'shopify', type: 'orders/create', id });
		await stack.settle();

		const kept = { order: 'gid://shopify/Order/820982911946154508', lines: expect.any(Array) };
		expect(await stack.row('reservations', `shopify/${id}/order-created`)).toEqual(kept);
		expect(stack.passed.filter(({ service }) => service === 'lambda').map((call) => [call.function, call.status])).toContainEqual([
			'order-created',
			200,
		]);
	});

	it('of a source that asks for an API key too is kept though no function waits for it', async () => {
		const id = randomUUID();

		const reply = await postSample(target, { source: 'partner', type: 'order.created', id });

		const record = await stack.record('partner', id);
		expect([reply.status, record && statusOf(record)]).toEqual([200, 'unhandled']);
	});

	it.each([
		['twilio', 'message.received', '/webhooks/twilio', /^text\/xml/, '<Message>Thank you, we have your message.</Message>'],
		['slack', 'slash_command', '/webhooks/slack/deploy-command', /^application\/json/, '"response_type":'],
		['discord', 'application_command', '/webhooks/discord', /^application\/json/, '"type":4'],
	])('of %s (%s) is answered by its function, and twice the same', async (source, type, path, contentType, part) => {
		const id = randomUUID();

		const replies = [await postSample(target, { source, type, path, id }), await postSample(target, { source, type, path, id })];

		const [reply] = replies;
		expect(reply).toEqual({ status: 200, contentType: expect.stringMatching(contentType), body: expect.stringContaining(part) });
		expect(replies[1]).toEqual(reply);
		expect(await stack.settle()).toEqual([]);
	});
});

describe('the bytes of a delivery', () => {
	it.each([
		['of any script', false, 'Zoë \u{1f600} \u2028'],
		['over the room of a record, through S3', true, '\u{1f4a1}'.repeat(20_000)],
	])('%s reach the function as they were signed', async (_, blob, filler) => {
		const id = randomUUID();
		const body = probe(id, filler);

		const reply = await postProbe(id, body);
		await stack.settle();

		const record = await stack.record('standard-webhooks', id);
		expect(reply.status).toBe(200);
		expect('blob' in (record?.body ?? {})).toBe(blob);
		expect(probed(id).map(({ bytes }) => sha256(Buffer.from(String(bytes), 'base64')))).toEqual([sha256(body)]);
	});

	it('of a form come in base64, and reach the function as they were signed', async () => {
		const id = randomUUID();
		const event = { ref: 'refs/heads/Zoë', repository: { full_name: 'a/b' }, pusher: { name: 'Zoë' } };
		const form = `payload=${encodeURIComponent(JSON.stringify(event)).replaceAll('%20', '+')}`;
		const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-github-event': 'push', 'x-github-delivery': id };

		const reply = await postBody(target, { source: 'github' }, form, headers);
		await stack.settle();

		const record = await stack.record('github', id);
		expect([reply.status, record && digestOf(record), record && statusOf(record)]).toEqual([200, sha256(form), 'done']);
		expect(stack.lines).toContainEqual(expect.objectContaining({ text: 'Zoë pushed refs/heads/Zoë to a/b' }));
	});

	it('that are no text are refused, and kept as they were signed', async () => {
		const bytes = Buffer.from([0x7b, 0xff, 0x00, 0xfe, 0x80, 0x0d, 0x0a, 0x7d]);

		const reply = await postProbe(randomUUID(), bytes);

		const record = await stack.record('standard-webhooks', `sha256:${sha256(bytes)}:0`);
		expect([Math.floor(reply.status / 100), record?.body, record && statusOf(record)]).toEqual([4, bytes, 'dead']);
	});
});

describe('a delivery that comes again', () => {
	it('five times, one after the other, has one effect', async () => {
		const id = randomUUID();

		const statuses: number[] = [];
		for (let copy = 1; copy <= 5; copy += 1) statuses.push((await postProbe(id, probe(id))).status);
		await stack.settle();
		statuses.push((await postProbe(id, probe(id))).status);

		expect(statuses).toEqual(Array(6).fill(200));
		expect([await stack.settle(), probed(id).length]).toEqual([[], 1]);
	});

	it('20 times at once, to as many instances, has one effect', async () => {
		const id = randomUUID();

		const replies = await Promise.all(Array.from({ length: 20 }, () => postProbe(id, probe(id))));
		await stack.settle();

		expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(200));
		expect(probed(id)).toHaveLength(1);
		expect((await stack.record('standard-webhooks', id))?.functions.probe).toMatchObject({ status: 'done', attempts: 1 });
	});
});
