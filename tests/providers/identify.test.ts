import { describe, expect, it } from '@jest/globals';
import { discord } from '../../src/providers/discord.ts';
import { github } from '../../src/providers/github.ts';
import { sendgrid } from '../../src/providers/sendgrid.ts';
import { shopify } from '../../src/providers/shopify.ts';
import { slack } from '../../src/providers/slack.ts';
import { standardWebhooks } from '../../src/providers/standard-webhooks.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { twilio } from '../../src/providers/twilio.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import { verified } from '../../src/webhook/verified.ts';
import { delivery } from './deliveries.ts';

const form = 'application/x-www-form-urlencoded';
const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/);

async function read(provider: Provider, body: string, headers: Readonly<Record<string, string>> = {}) {
	const one = delivery(body, { 'content-type': 'application/json', ...headers });
	const parsed = await provider.contentTypes[one.headers['content-type'] ?? '']?.(verified(one));
	const asked = provider.handshakes
		?.map(({ answer }) => answer({ delivery: one, body: parsed, secrets: [] }))
		.find((answer) => answer !== undefined);
	return { events: provider.identify(parsed, one), handshake: asked && 'reply' in asked ? asked.reply : undefined };
}

describe('identify', () => {
	it.each([
		[
			'a Stripe event: its object',
			stripe,
			'{"id":"evt_1","type":"invoice.paid","data":{"object":{"id":"in_1"}}}',
			{},
			[{ id: 'evt_1', type: 'invoice.paid', payload: { id: 'in_1' } }],
		],
		[
			'a thin Stripe event: the event',
			stripe,
			'{"id":"evt_1","object":"v2.core.event","type":"v1.billing.meter.no_meter_found"}',
			{},
			[
				{
					id: 'evt_1',
					type: 'v1.billing.meter.no_meter_found',
					payload: { id: 'evt_1', object: 'v2.core.event', type: 'v1.billing.meter.no_meter_found' },
				},
			],
		],
		[
			'a GitHub form: the JSON in its payload',
			github,
			`payload=${encodeURIComponent('{"ref":"refs/heads/main"}')}`,
			{ 'content-type': form, 'x-github-event': 'push', 'x-github-delivery': 'g-1' },
			[{ id: 'g-1', type: 'push', payload: { ref: 'refs/heads/main' }, unsigned: ['id', 'type'] }],
		],
		['a GitHub delivery without its headers: neither', github, '{}', {}, [{ payload: {}, unsigned: ['id', 'type'] }]],
		[
			'a Shopify delivery: its webhook id, not the event id that topics share',
			shopify,
			'{"id":1}',
			{ 'x-shopify-topic': 'orders/paid', 'x-shopify-webhook-id': 'w-1', 'x-shopify-event-id': 'e-1' },
			[{ id: 'w-1', type: 'orders/paid', payload: { id: 1 }, unsigned: ['id', 'type'] }],
		],
		[
			'a Slack event: the inner one',
			slack,
			'{"type":"event_callback","event_id":"Ev1","event":{"type":"message","text":"hi"}}',
			{},
			[{ id: 'Ev1', type: 'message', payload: { type: 'message', text: 'hi' } }],
		],
		[
			'a Slack command: the fields',
			slack,
			'command=%2Fdeploy&trigger_id=1.2.3',
			{ 'content-type': form },
			[{ id: '1.2.3', type: 'slash_command', payload: { command: '/deploy', trigger_id: '1.2.3' } }],
		],
		[
			'a Slack interaction without a trigger: its own type, told apart by its bytes',
			slack,
			`payload=${encodeURIComponent('{"type":"view_closed"}')}`,
			{ 'content-type': form },
			[{ id: sha256, type: 'view_closed', payload: { type: 'view_closed' } }],
		],
		[
			'JSON that calls itself a command: no command',
			slack,
			'{"command":"/deploy","trigger_id":"1"}',
			{},
			[{ id: '1', payload: { command: '/deploy', trigger_id: '1' } }],
		],
		[
			'a Standard Webhooks event: its data',
			standardWebhooks,
			'{"type":"user.created","data":{"id":7}}',
			{ 'webhook-id': 'msg_1' },
			[{ id: 'msg_1', type: 'user.created', payload: { id: 7 } }],
		],
		[
			'a Twilio message: kind and status, with the token as its id',
			twilio,
			'MessageSid=SM1&SmsStatus=received&Body=hi',
			{ 'content-type': form, 'i-twilio-idempotency-token': 't-1' },
			[{ id: 't-1', type: 'message.received', payload: { MessageSid: 'SM1', SmsStatus: 'received', Body: 'hi' }, unsigned: ['id'] }],
		],
		[
			'a Twilio status without the token: sid and status',
			twilio,
			'MessageSid=SM1&MessageStatus=delivered',
			{ 'content-type': form },
			[{ id: 'SM1.delivered', type: 'message.delivered', payload: { MessageSid: 'SM1', MessageStatus: 'delivered' } }],
		],
		[
			"a Twilio recording: not its call's",
			twilio,
			'CallSid=CA1&RecordingSid=RE1&RecordingStatus=completed',
			{ 'content-type': form },
			[
				{
					id: 'RE1.completed',
					type: 'recording.completed',
					payload: { CallSid: 'CA1', RecordingSid: 'RE1', RecordingStatus: 'completed' },
				},
			],
		],
		[
			'a Twilio event stream: each event',
			twilio,
			'[{"id":"EZ1","type":"com.twilio.messaging.message.sent","data":{"n":1}},{"id":"EZ2","type":"com.twilio.voice","data":2}]',
			{},
			[
				{ id: 'EZ1', type: 'com.twilio.messaging.message.sent', payload: { n: 1 } },
				{ id: 'EZ2', type: 'com.twilio.voice', payload: 2 },
			],
		],
		[
			'a Discord interaction: the name of its type',
			discord,
			'{"id":"9","type":3}',
			{},
			[{ id: '9', type: 'message_component', payload: { id: '9', type: 3 } }],
		],
		[
			'a Discord interaction of a type that is new: none',
			discord,
			'{"id":"9","type":77}',
			{},
			[{ id: '9', payload: { id: '9', type: 77 } }],
		],
		[
			'a Discord webhook event: its own type, told apart by its bytes',
			discord,
			'{"type":1,"event":{"type":"ENTITLEMENT_CREATE"}}',
			{},
			[{ id: sha256, type: 'ENTITLEMENT_CREATE', payload: { type: 1, event: { type: 'ENTITLEMENT_CREATE' } } }],
		],
		[
			'a SendGrid batch: each event, a broken one too',
			sendgrid,
			'[{"event":"bounce","sg_event_id":"a"},{"event":"open"}]\r\n',
			{},
			[
				{ id: 'a', type: 'bounce', payload: { event: 'bounce', sg_event_id: 'a' } },
				{ type: 'open', payload: { event: 'open' } },
			],
		],
	])('reads from %s', async (_, provider, body, headers, expected) => {
		const { events, handshake } = await read(provider, body, headers);

		// toEqual: a form's object has no prototype, and an id that is undefined equals one that is not there.
		expect(events).toEqual(expected);
		expect(handshake).toBeUndefined();
	});
});

describe('handshake', () => {
	it.each([
		['Slack: the challenge', slack, '{"type":"url_verification","challenge":"c-1"}', 200, '{"challenge":"c-1"}'],
		['Discord interactions: a pong', discord, '{"id":"1","type":1,"version":1}', 200, '{"type":1}'],
		['Discord webhook events: 204', discord, '{"version":1,"type":0}', 204, ''],
	])('answers %s', async (_, provider, body, status, text) => {
		const { handshake } = await read(provider, body);

		expect(handshake).toEqual({ status, headers: { 'content-type': 'application/json' }, body: text });
	});

	it('is not taken from a Slack event that only has a challenge', async () => {
		expect((await read(slack, '{"type":"event_callback","challenge":"c-1"}')).handshake).toBeUndefined();
	});
});

describe('a form', () => {
	it.each([slack, github, twilio])('is not made of signed JSON whose content type was changed', async (provider) => {
		const body = '{"text":"&command=/deploy&trigger_id=1&MessageSid=SM1&SmsStatus=received&payload={}"}';

		await expect(read(provider, body, { 'content-type': form })).rejects.toThrow('the body is JSON, not a form');
	});

	it.each(['payload=', 'payload=%7B', `payload=${encodeURIComponent('{"__proto__":{"a":1}}')}`])('with %s is malformed', async (body) => {
		await expect(read(slack, body, { 'content-type': form })).rejects.toThrow();
	});
});
