import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { awsSns } from '../../src/providers/aws-sns.ts';
import { providers } from '../../src/providers/providers.ts';
import { receive } from '../../src/receive.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import type { Reply } from '../../src/webhook/reply.ts';
import { secretName } from '../../src/webhook/source.ts';
import { arriving, httpEvent, overHttp } from '../http-event.ts';
import { localPlatform } from '../local-platform.ts';
import { delivery } from './deliveries.ts';

const opened: (() => void)[] = [];
afterAll(() => {
	for (const close of opened) close();
});

/** A source of the provider, and what it asks outside. */
function source(id: string, answers: boolean = true) {
	const path = `/webhooks/${id}`;
	const on = overHttp(localPlatform(id, [{ function: id, source: id, ack: 'stored', path }], { [id]: {} }));
	opened.push(on.close);
	const visited: string[] = [];
	const visit = async (url: string) => {
		visited.push(url);
		if (!answers) throw new Error('no answer');
	};
	const provider = providers[id];
	if (provider === undefined || 'configure' in provider) throw new Error(`no provider ${id}`);
	const handler = receive(provider, { ...on, cloud: { ...on.cloud, outside: { ...on.cloud.outside, visit } } });
	const at = (change: Partial<Delivery>) => arriving({ ...delivery(''), path, ...change });
	const send = async (sent: Delivery) => (await handler(httpEvent(sent, true), {})) as Reply;
	return {
		on,
		visited,
		at,
		send,
		set: (kind: 'WEBHOOK_SECRET' | 'VERIFY_TOKEN', value: string) => on.secrets.set(secretName(id, kind), value),
	};
}

describe('a subscription of SNS', () => {
	const link =
		'https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-central-1:123456789012:orders&Token=2336412f37';
	const message = (SubscribeURL: string) =>
		JSON.stringify({ Type: 'SubscriptionConfirmation', MessageId: 'm-1', Token: '2336412f37', Message: 'Confirm', SubscribeURL });
	const headers = { 'content-type': 'text/plain; charset=UTF-8' };
	const secret = awsSns.scheme.generate();
	const confirm = async (url = link, answers = true, signing = secret.signing) => {
		const { on, visited, at, send, set } = source('aws-sns', answers);
		set('WEBHOOK_SECRET', secret.verifying);
		const signed = await awsSns.scheme.sign(at({ rawBody: Buffer.from(message(url)), headers }), signing);
		return { reply: await send(signed), visited, kept: await on.cloud.events.list({}) };
	};

	it('is confirmed by a visit of its link, and is no event', async () => {
		expect(await confirm()).toMatchObject({ reply: { status: 200, body: '' }, visited: [link], kept: [] });
	});

	it('is not confirmed where it is not signed by the sender', async () => {
		expect(await confirm(link, true, awsSns.scheme.generate().signing)).toMatchObject({ reply: { status: 401 }, visited: [] });
	});

	it('is not confirmed at another host, although it is signed', async () => {
		const { reply, visited } = await confirm(link.replace('amazonaws.com', 'amazonaws.com.evil.example'));

		expect([JSON.parse(reply.body).code, visited]).toEqual(['handshake-refused', []]);
	});

	it('comes again where the link does not answer', async () => {
		const { reply, visited } = await confirm(link, false);

		expect([JSON.parse(reply.body).code, reply.status >= 500, visited]).toEqual(['handshake-unfinished', true, [link]]);
	});
});

describe('the challenge of eBay', () => {
	const token = 'token-of-32-characters-or-more-0';
	const ask = async (query: string, method = 'GET') => {
		const { at, send, set } = source('ebay');
		set('VERIFY_TOKEN', token);
		return await send(at({ method, query, headers: {} }));
	};

	it('is answered with the digest of the code, the token and the URL', async () => {
		const { status, headers, body } = await ask('challenge_code=a8628072-3d33-45ee-9004-bee86830a22d');

		// The local gateway has no https.
		const text = `a8628072-3d33-45ee-9004-bee86830a22d${token}http://hooks.example.com/webhooks/ebay`;
		expect([status, headers['content-type']]).toEqual([200, 'application/json']);
		expect(JSON.parse(body)).toEqual({ challengeResponse: createHash('sha256').update(text).digest('hex') });
	});

	it.each(['challenge_code=', 'challenge_code=a%20b', `challenge_code=${'x'.repeat(129)}`, 'challenge_code=%7B%22metadata%22%3A1%7D'])(
		'is refused with %s',
		async (query) => {
			expect(JSON.parse((await ask(query)).body).code).toBe('handshake-refused');
		},
	);

	it.each([
		['', 'GET'],
		['challenge_code=a', 'HEAD'],
		['challenge_code=a', 'OPTIONS'],
	])('is none with the query %j by %s', async (query, method) => {
		expect((await ask(query, method)).status).toBe(405);
	});
});

describe('the challenge of monday.com', () => {
	const ask = async (challenge: string) => {
		const { at, send } = source('monday');
		return await send(at({ rawBody: Buffer.from(JSON.stringify({ challenge })), headers: { 'content-type': 'application/json' } }));
	};

	it('goes back as JSON, unless it is a page', async () => {
		expect(await ask('3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P')).toMatchObject({
			status: 200,
			body: '{"challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}',
		});
		expect(JSON.parse((await ask('<script>')).body).code).toBe('handshake-refused');
	});
});

it('Circle finds somebody with HEAD', async () => {
	const { at, send } = source('circle');

	expect(await send(at({ method: 'HEAD', headers: {} }))).toMatchObject({ status: 200, body: '' });
});
