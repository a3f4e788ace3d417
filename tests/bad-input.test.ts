import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { slack } from '../src/providers/slack.ts';
import { stripe } from '../src/providers/stripe.ts';
import { onEvent, receive } from '../src/receive.ts';
import type { Delivery } from '../src/webhook/delivery.ts';
import { messageFor } from '../src/webhook/message.ts';
import { statusOf } from '../src/webhook/record.ts';
import type { Reply } from '../src/webhook/reply.ts';
import { arriving, httpEvent, overHttp } from './http-event.ts';
import { delivery, localPlatform, type TestPlatform, wake } from './local-platform.ts';

const secret = 'whsec_a_secret_of_the_test';
const maxBody = 300_000;

let on: TestPlatform;
beforeEach(() => {
	on = overHttp(
		localPlatform(
			'stripe',
			[
				{ function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' },
				{ function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' },
			],
			{ stripe: { maxBody } },
		),
	);
	on.secrets.set('STRIPE_WEBHOOK_SECRET', secret);
});
afterEach(() => on.close());

const signed = (body: string | Buffer, fields: Partial<Delivery> = {}) =>
	stripe.scheme.sign(arriving(delivery({ rawBody: Buffer.from(body), ...fields })), secret);
const post = async (sent: Delivery, platform = on) => (await receive(stripe, platform)(httpEvent(sent, true), {})) as Reply;
const statuses = async () => (await on.cloud.events.list({})).map(statusOf);
const paid = (more = '') => `{"id":"evt_1","type":"invoice.paid","data":{"object":{"id":"in_1"}}${more}}`;
const exactly = (length: number) => paid(`,"pad":"${'x'.repeat(length - paid(',"pad":""').length)}"`);
const headers = (more: Readonly<Record<string, string>>) => ({ 'content-type': 'application/json', ...more });

describe('authentic, odd and well-formed: 2xx, kept', () => {
	it.each<[string, string, Readonly<Record<string, string>>, string]>([
		['a key given twice', '{"id":"x","id":"evt_1","type":"invoice.paid"}', {}, 'pending'],
		['NUL and control characters in escapes', paid(',"a":"\\u0000\\u001b[2J\\r\\n"'), {}, 'pending'],
		['a lone surrogate in an escape', paid(',"a":"\\ud800"'), {}, 'pending'],
		['an id and a type of NUL and lone surrogates', '{"id":"\\u0000\\ud800","type":"\\udfff\\u0000"}', {}, 'unhandled'],
		['an id that is part of every object', '{"id":"__proto__","type":"constructor"}', {}, 'unhandled'],
		['an id of 256 letters', `{"id":"${'i'.repeat(256)}","type":"invoice.paid"}`, {}, 'pending'],
		['numbers beyond all bounds', paid(`,"a":[1e999,-1e999,1e-999,${'9'.repeat(400)}]`), {}, 'pending'],
		['2,000 lists in each other', paid(`,"a":${'['.repeat(2_000)}${']'.repeat(2_000)}`), {}, 'pending'],
		['20,000 lists in a list', paid(`,"a":[${'[],'.repeat(20_000)}0]`), {}, 'pending'],
		['spaces around it', ` \r\n\t${paid()}\n`, {}, 'pending'],
		['20,000 keys', paid(`,"a":{${Array.from({ length: 20_000 }, (_, at) => `"${at}":1`).join()}}`), {}, 'pending'],
		['a body exactly at the limit', exactly(maxBody), {}, 'pending'],
		['a type that nobody subscribes to', '{"id":"evt_1","type":"invoice.unheard_of"}', {}, 'unhandled'],
		['the name of an encoding that it does not have', paid(), { 'content-encoding': 'gzip' }, 'pending'],
		['a length that it does not have', paid(), { 'content-length': '1' }, 'pending'],
		['a query and a fragment of a path', paid(), { 'x-original-url': '/%2e%2e/admin?x' }, 'pending'],
	])('%s', async (_, body, more, status) => {
		const reply = await post(signed(body, { headers: headers(more) }));

		expect([reply.status, await statuses()]).toEqual([200, [status]]);
		const [record] = await on.cloud.events.list({});
		const bytes = record && (Buffer.isBuffer(record.body) ? record.body : await on.cloud.blobs.get(record.body.blob));
		expect(bytes?.equals(Buffer.from(body))).toBe(true);
	});
});

describe('authentic and not well-formed: 400, kept as dead', () => {
	it.each<[string, string | Buffer, string]>([
		['nothing', '', 'body-malformed'],
		['an id of 257 letters', `{"id":"${'i'.repeat(257)}","type":"invoice.paid"}`, 'event-unidentified'],
		['an id of 100,000 letters', `{"id":"${'i'.repeat(100_000)}","type":"invoice.paid"}`, 'event-unidentified'],
		['half of it', paid().slice(0, -1), 'body-malformed'],
		['junk after it', `${paid()}x`, 'body-malformed'],
		['a key of the prototype', paid(',"__proto__":{"admin":true}'), 'body-malformed'],
		['a key of the prototype, deep and in escapes', paid(',"a":[{"b":{"\\u005f_proto__":1}}]'), 'body-malformed'],
		["a key of the constructor's prototype", paid(',"constructor":{"prototype":{"admin":true}}'), 'body-malformed'],
		['100,000 lists in each other', paid(`,"a":${'['.repeat(100_000)}${']'.repeat(100_000)}`), 'body-malformed'],
		['a raw NUL', paid(',"a":"\u0000"'), 'body-malformed'],
		['invalid UTF-8', Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff]), Buffer.from('","type":"t"}')]), 'body-malformed'],
		['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'body-malformed'],
		['UTF-16', Buffer.from(`\ufeff${paid()}`, 'utf16le'), 'body-malformed'],
		['a byte order mark', `\ufeff${paid()}`, 'body-malformed'],
		['gzip', gzipSync(paid()), 'body-malformed'],
		['a huge number for an id', '{"id":1e400,"type":"t"}', 'event-unidentified'],
		['a number that JSON can not carry for an id', '{"id":9007199254740993,"type":"t"}', 'event-unidentified'],
		['a list for an id', '{"id":["evt_1"],"type":"t"}', 'event-unidentified'],
		['a bare value', '"evt_1"', 'event-unidentified'],
		['an id of 257 letters', `{"id":"${'i'.repeat(257)}","type":"invoice.paid"}`, 'event-unidentified'],
	])('%s', async (_, body, code) => {
		const reply = await post(signed(body));

		expect([reply.status, JSON.parse(reply.body).code, await statuses()]).toEqual([400, code, ['dead']]);
		const [record] = await on.cloud.events.list({});
		const bytes = record && (Buffer.isBuffer(record.body) ? record.body : await on.cloud.blobs.get(record.body.blob));
		expect([record?.reason, bytes?.equals(Buffer.from(body))]).toEqual([code, true]);
	});
});

describe('refused, and nothing kept', () => {
	const good = signed(paid());
	const value = good.headers['stripe-signature'] ?? '';
	const withSignature = (text: string) => ({ ...good, headers: { ...good.headers, 'stripe-signature': text } });

	it.each<[string, Delivery, number, string]>([
		['a signature given twice', withSignature(`${value},${value}`), 401, 'signature-invalid'],
		['a good signature after a bad one', withSignature(`t=1,v1=00,${value}`), 401, 'signature-invalid'],
		['a bad signature after a good one', withSignature(`${value},x`), 401, 'signature-invalid'],
		['a signature of another encoding', withSignature(value.toUpperCase()), 401, 'signature-invalid'],
		['a signature of 100,000 letters', withSignature(value.repeat(1_000)), 401, 'signature-invalid'],
		['the signature of another body', { ...good, rawBody: Buffer.from(paid(' ')) }, 401, 'signature-invalid'],
		['no body, with the signature of one', { ...good, rawBody: Buffer.alloc(0) }, 401, 'signature-invalid'],
		['junk, unsigned', delivery({ rawBody: Buffer.alloc(maxBody, 0xff) }), 401, 'signature-invalid'],
		['100,000 lists in each other, unsigned', delivery({ rawBody: Buffer.from('['.repeat(100_000)) }), 401, 'signature-invalid'],
		['a content type of its own, unsigned', delivery({ headers: { 'content-type': 'text/xml' } }), 401, 'signature-invalid'],
		['a body one byte over the limit', signed(exactly(maxBody + 1)), 413, 'body-too-large'],
		['an unsigned body over the limit', delivery({ rawBody: Buffer.alloc(maxBody + 1) }), 413, 'body-too-large'],
		['no content type', signed(paid(), { headers: {} }), 415, 'content-type-unsupported'],
		[
			'a content type given twice',
			signed(paid(), { headers: headers({ 'content-type': 'application/json, text/plain' }) }),
			415,
			'content-type-unsupported',
		],
		[
			'a form',
			signed('payload={}', { headers: headers({ 'content-type': 'application/x-www-form-urlencoded' }) }),
			415,
			'content-type-unsupported',
		],
		['PUT', { ...good, method: 'PUT' }, 405, 'method-not-allowed'],
	])('%s', async (_, sent, status, code) => {
		const reply = await post(sent);

		expect([reply.status, reply.headers['content-type']]).toEqual([status, 'application/problem+json']);
		expect(JSON.parse(reply.body)).toEqual({
			type: `urn:hookport:problem:${code}`,
			title: expect.any(String),
			status,
			code,
			requestId: 'request-1',
		});
		expect(reply.headers.allow).toBe(status === 405 ? 'POST' : undefined);
		expect(await statuses()).toEqual([]);
	});

	it('a source that nobody configured', async () => {
		const platform = { ...on, cloud: { ...on.cloud, functionName: () => 'another' } };

		const reply = await post(good, platform);

		expect([reply.status, JSON.parse(reply.body).code, await statuses()]).toEqual([404, 'source-unknown', []]);
	});
});

describe('what functions see of it', () => {
	it.each([
		['escapes of NUL and lone surrogates', '\u0000\ud800"'],
		['letters of every width', 'é\u2028𝔽\ufffe'],
		['a body that is too big for its record', 'x'.repeat(200_000)],
	])('is what was signed: %s', async (_, text) => {
		const platform = { ...on, cloud: { ...on.cloud, functionName: () => 'invoice-paid', open: (input: unknown) => input as never } };
		const body = JSON.stringify({ id: text.slice(0, 10), type: 'invoice.paid', data: { object: { text } } });
		const seen: unknown[] = [];
		const handler = onEvent(
			stripe,
			'invoice.paid',
			{ payload: z.object({ text: z.string() }), on: platform },
			({ id, payload, rawBody }) => {
				seen.push([id, payload.text, rawBody.toString()]);
			},
		);

		await post(signed(body));
		const [record] = await on.cloud.events.list({});
		if (record === undefined) throw new Error('not kept');
		const disposition = await wake(handler, messageFor(record, 'invoice-paid'));

		expect(disposition).toEqual({ done: true });
		expect(seen).toEqual([[text.slice(0, 10), text, body]]);
	});
});

describe('a challenge', () => {
	it('is answered only when it is signed, and then exactly as it was sent', async () => {
		const path = '/webhooks/slack';
		const challenge = '</script>\u0000\ud800"';
		const platform = overHttp(localPlatform('slack', [{ function: 'slack', source: 'slack', ack: 'stored', path }], { slack: {} }));
		platform.secrets.set('SLACK_WEBHOOK_SECRET', secret);
		const asked = arriving(delivery({ path, rawBody: Buffer.from(JSON.stringify({ type: 'url_verification', challenge })) }));
		const ask = async (sent: Delivery) => (await receive(slack, platform)(httpEvent(sent, true), {})) as Reply;

		const [unsigned, answered] = [await ask(asked), await ask(slack.scheme.sign(asked, secret))];
		const kept = await platform.cloud.events.list({});
		platform.close();

		expect([unsigned.status, answered.status, JSON.parse(answered.body), kept]).toEqual([401, 200, { challenge }, []]);
		expect(answered.headers['content-type']).toBe('application/json');
	});
});
