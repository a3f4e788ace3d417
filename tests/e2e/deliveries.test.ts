import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openStore, type Store } from '../../src/clouds/local/open-store.ts';
import { until } from '../clouds/local/until.ts';
import { copyService, type Service } from './copy-service.ts';
import { outcomeOf } from './outcome-of.ts';
import { type Answer, postBody, postSample } from './post-sample.ts';
import { receiveNotifications } from './receive-notifications.ts';
import { patience, type StartedRun, startRun } from './start-run.ts';

jest.setTimeout(2 * patience);

let service: Service;
let run: StartedRun;
let store: Store;
let chat: Awaited<ReturnType<typeof receiveNotifications>>;
const target = () => ({ port: run.port, dataDir: service.dataDir });

beforeAll(async () => {
	service = await copyService();
	chat = await receiveNotifications();
	run = await startRun(service, { NOTIFY_WEBHOOK_URL: chat.url });
	store = openStore(service.dataDir);
});
afterAll(async () => {
	store?.close();
	await run?.kill();
	await chat?.close();
	await service?.remove();
});

const outcome = (source: string, id: string) => outcomeOf(store, { source, id });
const once = ['done', [1]] as const;
const count = (texts: readonly string[], text: string) => texts.filter((each) => each === text).length;
const lines = (text: string) => run.output().split(text).length - 1;
/** What a thread writes may come through after what it stored. */
const written = (text: string) => until(() => lines(text) > 0, patience);

describe('the signed sample of', () => {
	it('stripe records the payment, once', async () => {
		const reply = await postSample(target(), { source: 'stripe', type: 'invoice.paid', id: '1' });

		expect(reply.status).toBe(200);
		expect(await outcome('stripe', 'evt_1')).toEqual(once);
		expect(await store.records.get('payments', 'in_1S9kQ2LkdIwHu7ix0pVh3m5N')).toEqual({ amount: 4900, currency: 'eur' });
		await written('payment recorded');
		expect([lines('payment recorded'), lines('payment known already')]).toEqual([1, 0]);
	});

	it('github tells the team, once', async () => {
		const id = randomUUID();

		const reply = await postSample(target(), { source: 'github', type: 'push', id });

		expect(reply.status).toBe(200);
		expect(await outcome('github', id)).toEqual(once);
		expect(count(chat.texts, 'Codertocat pushed refs/tags/simple-tag to Codertocat/Hello-World')).toBe(1);
	});

	it('standard-webhooks tells the team, once', async () => {
		const reply = await postSample(target(), { source: 'standard-webhooks', type: 'user.created', id: '1' });

		expect(reply.status).toBe(200);
		expect(await outcome('standard-webhooks', 'msg_1')).toEqual(once);
		expect(count(chat.texts, 'user user_29w83sxmDNGwOuEthce5gg56FcC signed up')).toBe(1);
	});

	it('shopify reserves stock, through another function, once', async () => {
		const id = randomUUID();

		const reply = await postSample(target(), { source: 'shopify', type: 'orders/create', id });

		expect(reply.status).toBe(200);
		expect(await outcome('shopify', id)).toEqual(once);
		expect(await store.records.get('reservations', `shopify/${id}/order-created`)).toMatchObject({
			order: 'gid://shopify/Order/820982911946154508',
		});
		await written('stock reserved');
		expect(lines('stock reserved')).toBe(1);
	});

	it('sendgrid is three events, of which the bounce suppresses an address', async () => {
		const reply = await postSample(target(), { source: 'sendgrid', type: 'bounce', id: '1' });

		expect(reply.status).toBe(200);
		const outcomes = await Promise.all(['bounce-1', 'delivered-1', 'open-1'].map((id) => outcome('sendgrid', id)));
		expect(outcomes).toEqual([once, ['unhandled', []], ['unhandled', []]]);
		expect(await store.records.get('suppressed', 'gone@example.com')).toEqual({
			reason: '550 5.1.1 No such user – unbekannt',
			event: 'bounce-1',
		});
	});

	it('slack is answered with what its command says, and the deployment recorded', async () => {
		const reply = await postSample(target(), deployCommand('1'));

		expect(reply).toMatchObject({ status: 200, contentType: 'application/json' });
		expect(JSON.parse(reply.body)).toEqual({ response_type: 'in_channel', text: 'Deploying api to production ✓ for <@U2CERLKJA>' });
		expect(await outcome('slack', trigger('1'))).toEqual(once);
		expect(await store.records.get('deployments', trigger('1'))).toEqual({ stage: 'api to production ✓', by: 'U2CERLKJA' });
	});

	it('twilio is answered with TwiML, and the message recorded', async () => {
		const reply = await postSample(target(), { source: 'twilio', type: 'message.received', id: '1' });

		expect(reply).toMatchObject({ status: 200, contentType: 'text/xml; charset=utf-8' });
		expect(reply.body).toBe(
			'<?xml version="1.0" encoding="UTF-8"?><Response><Message>Thank you, we have your message.</Message></Response>',
		);
		expect(await outcome('twilio', '1')).toEqual(once);
		expect(await store.records.get('messages', 'SM1')).toEqual({ from: '+14158675309', text: 'Is my order on its way? 📦' });
	});

	it('discord is answered with a message, and the interaction recorded', async () => {
		const reply = await postSample(target(), { source: 'discord', type: 'application_command', id: '1' });

		expect(reply).toMatchObject({ status: 200, contentType: 'application/json' });
		expect(JSON.parse(reply.body)).toEqual({ type: 4, data: { content: '/ask received' } });
		expect(await outcome('discord', '1')).toEqual(once);
		expect(await store.records.get('interactions', '1')).toEqual({ command: 'ask' });
	});

	it('a sender with an API key and no function is kept as unhandled', async () => {
		const id = randomUUID();

		const reply = await postSample(target(), { source: 'partner', type: 'order.created', id });

		expect(reply.status).toBe(200);
		expect(await outcome('partner', id)).toEqual(['unhandled', []]);
	});
});

describe('a handshake is answered and leaves no event', () => {
	it.each([
		['discord', 'PING', '{"type":1}', { type: 1 }],
		['slack', 'url_verification', '{"type":"url_verification","challenge":"abc"}', { challenge: 'abc' }],
	])('%s %s', async (source, _, body, answer) => {
		const before = await store.events.list({ source });

		const reply = await postBody(target(), { source }, body);

		expect(reply.status).toBe(200);
		expect(JSON.parse(reply.body)).toEqual(answer);
		expect(await store.events.list({ source })).toHaveLength(before.length);
	});
});

const trigger = (id: string) => `398738663015.47445629121.${id}`;
const deployCommand = (id: string) => ({ source: 'slack', path: '/webhooks/slack/deploy-command', type: 'slash_command', id });

describe('one id that comes', () => {
	const fiveTimes = async (post: () => Promise<Answer>) => {
		const replies: Answer[] = [];
		for (let time = 0; time < 5; time += 1) replies.push(await post());
		return replies;
	};
	const twentyAtOnce = (post: () => Promise<Answer>) => Promise.all(Array.from({ length: 20 }, post));

	it.each([
		['5 times', 'refs/heads/five', fiveTimes],
		['20 times at once', 'refs/heads/twenty', twentyAtOnce],
	])('%s has one effect, and every answer is 200', async (_, ref, send) => {
		const id = randomUUID();
		const post = () => postSample(target(), { source: 'github', type: 'push', id }, (body) => body.replaceAll('refs/tags/simple-tag', ref));

		const replies = await send(post);

		expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
		expect(await outcome('github', id)).toEqual(once);
		expect(count(chat.texts, `Codertocat pushed ${ref} to Codertocat/Hello-World`)).toBe(1);
	});

	it.each([
		['5 times', fiveTimes],
		['20 times at once', twentyAtOnce],
	])('%s to a function that is waited for runs once; every answer is its reply, or 503 while it runs', async (name, send) => {
		const id = name.replaceAll(' ', '');

		const replies = await send(() => postSample(target(), deployCommand(id)));

		const taken = replies.filter(({ status }) => status === 200);
		expect(replies.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
		expect(new Set(taken.map(({ body }) => JSON.parse(body).text))).toEqual(new Set(['Deploying api to production ✓ for <@U2CERLKJA>']));
		expect(await outcome('slack', trigger(id))).toEqual(once);
	});
});
