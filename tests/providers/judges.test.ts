import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import type { WebhookDefinition } from '@octokit/webhooks-examples';
import { verify } from '@octokit/webhooks-methods';
import twilioLibrary from 'twilio';
import { github } from '../../src/providers/github.ts';
import { sendgrid } from '../../src/providers/sendgrid.ts';
import { slack } from '../../src/providers/slack.ts';
import { twilio } from '../../src/providers/twilio.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import type { Scheme } from '../../src/webhook/scheme.ts';
import { verified } from '../../src/webhook/verified.ts';
import { delivery, deliveryOf, samplesOf } from './deliveries.ts';
import { judges } from './judges.ts';

// What the official library does not refuse although we do, named here so that a change on either side shows.
const twice = ['with the signature twice', 'with the signature twice, after a space'];
const laxities: Readonly<Record<string, readonly string[]>> = {
	stripe: ['signed in the future', ...twice],
	'@slack/bolt': ['signed in the future'],
	standardwebhooks: [...twice, 'with a space after the signature'],
	svix: [...twice, 'with a space after the signature'],
	'discord-interactions': ['signed in the past', 'signed in the future', 'with a signature in upper case'],
	'@sendgrid/eventwebhook': [
		'signed in the past',
		'signed in the future',
		...twice,
		'with junk after the signature',
		'with bytes after the signature',
		'with a space after the signature',
		'with a signature without padding',
		'with a signature in the URL alphabet',
		'with loose bits in the signature',
	],
};

// Other spellings of a good signature. What changes nothing, such as padding where there is none, is not tried.
const spellings: readonly (readonly [string, (value: string) => string])[] = [
	['with junk after the signature', (value) => `${value}zz`],
	['with bytes after the signature', (value) => `${value}00`],
	['with a space after the signature', (value) => `${value} `],
	['with the signature twice', (value) => `${value},${value}`],
	['with the signature twice, after a space', (value) => `${value}, ${value}`],
	['with a signature in upper case', (value) => value.replace(/[0-9a-f]{64,}/, (hex) => hex.toUpperCase())],
	['with a signature without padding', (value) => value.replace(/=+$/, '')],
	['with a signature in the URL alphabet', (value) => value.replaceAll('+', '-').replaceAll('/', '_')],
	['with loose bits in the signature', (value) => value.replace(/([A-Za-z0-9+/])=$/, (_, last: string) => `${loosened(last)}=`)],
];

function loosened(last: string): string {
	const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
	return alphabet[alphabet.indexOf(last) ^ 1] ?? last;
}

const cases = judges.flatMap((judge) => samplesOf(judge.provider).map((sample) => [judge.name, sample.type, judge, sample] as const));

describe.each(cases)('%s on %s', (name, _, { provider, accepts, sign }, sample) => {
	const { scheme } = provider;
	const secret = scheme.generate();
	const unsigned = deliveryOf(sample);
	const signing = signOnce(scheme, unsigned, secret.signing);
	const ours = async (delivery: Delivery) => (await scheme.verify(delivery, [secret.verifying])).valid;
	const [header = ''] = scheme.credentials;

	it('accepts what we sign', async () => {
		expect(await accepts(await signing, secret.verifying)).toBe(true);
	});

	it('signs what we accept, where it signs', async () => {
		if (sign === undefined) return;

		const theirs = await sign(unsigned, secret.signing);

		expect(theirs.headers[header]).toBe((await signing).headers[header]);
		expect(await ours(theirs)).toBe(true);
	});

	it.each<readonly [string, (delivery: Delivery) => Delivery | Promise<Delivery>]>([
		['with a byte more', (delivery) => ({ ...delivery, rawBody: Buffer.concat([delivery.rawBody, Buffer.from('x')]) })],
		['with a byte less', (delivery) => ({ ...delivery, rawBody: delivery.rawBody.subarray(0, -3) })],
		['with another signature', async (delivery) => withSignature(delivery, await otherSignature(delivery))],
		['with no signature', (delivery) => withSignature(delivery, '')],
		...spellings.map(([spelling, spell]) => [spelling, (delivery: Delivery) => respell(delivery, spell)] as const),
		['signed in the past', (delivery) => scheme.sign({ ...delivery, receivedAt: away(delivery, -1) }, secret.signing)],
		['signed in the future', (delivery) => scheme.sign({ ...delivery, receivedAt: away(delivery, 1) }, secret.signing)],
	])('and we refuse what is %s', async (change, tamper) => {
		if (change.startsWith('signed') && scheme.tolerance === undefined) return;

		const signed = await signing;
		const tampered = { ...(await tamper(signed)), receivedAt: signed.receivedAt };
		if (tampered.headers[header] === signed.headers[header] && tampered.rawBody === signed.rawBody) return;

		expect(await ours(tampered)).toBe(false);
		expect(await accepts(tampered, secret.verifying)).toBe(laxities[name]?.includes(change) ?? false);
	});

	function withSignature(delivery: Delivery, value: string): Delivery {
		return { ...delivery, headers: { ...delivery.headers, [header]: value } };
	}

	function respell(delivery: Delivery, spell: (value: string) => string): Delivery {
		return withSignature(delivery, spell(delivery.headers[header] ?? ''));
	}

	async function otherSignature(delivery: Delivery): Promise<string> {
		return (await scheme.sign(delivery, scheme.generate().signing)).headers[header] ?? '';
	}

	function away({ receivedAt }: Delivery, direction: 1 | -1): number {
		return receivedAt + direction * ((scheme.tolerance ?? 0) + 10) * 1000;
	}
});

/** An ECDSA signature is another each time, and of another length: this one has a `=` at its end, so that every spelling of it differs. */
async function signOnce(scheme: Scheme, unsigned: Delivery, signing: string): Promise<Delivery> {
	const signed = await scheme.sign(unsigned, signing);
	const [header = ''] = scheme.credentials;
	const padded = /[^=]=$/.test(signed.headers[header] ?? '');
	return scheme.name === 'ecdsa-p256' && !padded ? signOnce(scheme, unsigned, signing) : signed;
}

// Twilio's Event Streams post JSON, which the URL binds by its digest.
describe('twilio on JSON', () => {
	const body = '[{"id":"EZ1","type":"com.twilio.messaging.message.sent","data":{"to":"Zoë"}}]';
	const { scheme } = twilio;
	const secret = scheme.generate();
	const digest = twilioLibrary.getExpectedBodyHash(body);
	const accepts = ({ headers, url, rawBody }: Delivery) =>
		twilioLibrary.validateRequestWithBody(secret.verifying, headers['x-twilio-signature'] ?? '', url, rawBody.toString());

	it('accepts what we sign, and refuses another body as we do', () => {
		const signed = scheme.sign(delivery(body, undefined, 'a=1'), secret.signing);
		const other = { ...signed, rawBody: Buffer.from(body.replace('EZ1', 'EZ2')) };

		expect([accepts(signed), scheme.verify(signed, [secret.verifying]).valid]).toEqual([true, true]);
		expect([accepts(other), scheme.verify(other, [secret.verifying]).valid]).toEqual([false, false]);
	});

	it('signs what we accept', () => {
		const unsigned = delivery(body, undefined, `a=1&bodySHA256=${digest}`);
		const signature = twilioLibrary.getExpectedTwilioSignature(secret.signing, unsigned.url, {});

		const signed = { ...unsigned, headers: { ...unsigned.headers, 'x-twilio-signature': signature } };

		expect(scheme.verify(signed, [secret.verifying]).valid).toBe(true);
	});
});

describe('what providers published with its signature', () => {
	it.each([
		[
			// https://docs.slack.dev/authentication/verifying-requests-from-slack
			slack,
			'8f742231b10e8888abcd99yyyzzz85a5',
			1531420618,
			'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
			{
				'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
				'x-slack-request-timestamp': '1531420618',
			},
		],
		[
			// The tests of @sendgrid/eventwebhook.
			sendgrid,
			'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==',
			1600112502,
			'[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA","sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]\r\n',
			{
				'x-twilio-email-event-webhook-signature':
					'MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=',
				'x-twilio-email-event-webhook-timestamp': '1600112502',
			},
		],
		[
			// https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation
			github,
			"It's a Secret to Everybody",
			1600000000,
			'Hello, World!',
			{ 'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17' },
		],
	])('is accepted: row %#', ({ scheme }, secret, seconds, body, headers) => {
		const published = { ...delivery(body, headers), receivedAt: seconds * 1000 };

		expect(scheme.verify(published, [secret])).toEqual({ valid: true, secret: 0 });
	});

	// The package's types stand for its JSON.
	const definitions: readonly WebhookDefinition[] = createRequire(import.meta.url)('@octokit/webhooks-examples');

	it.each(definitions.map(({ name, examples }) => [examples.length, name, examples] as const))(
		'is handled: the %i examples of GitHub for %s',
		async (_, name, examples) => {
			for (const example of examples) {
				const secret = github.scheme.generate();
				const headers = { 'content-type': 'application/json', 'x-github-event': name, 'x-github-delivery': 'd-1' };

				const signed = github.scheme.sign(delivery(JSON.stringify(example), headers), secret.signing);
				const body = await github.contentTypes['application/json']?.(verified(signed));

				expect(github.scheme.verify(signed, [secret.verifying]).valid).toBe(true);
				expect(await verify(secret.verifying, signed.rawBody.toString(), signed.headers['x-hub-signature-256'] ?? '')).toBe(true);
				expect(github.identify(body, signed)).toEqual([{ id: 'd-1', type: name, payload: example, unsigned: ['id', 'type'] }]);
			}
		},
	);
});
