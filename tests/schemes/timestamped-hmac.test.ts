import { describe, expect, it } from '@jest/globals';
import { hmacSignature } from '../../src/schemes/hmac-signature.ts';
import { aDelivery, receivedAt, withHeaders } from './a-delivery.ts';
import { conforms } from './conformance.ts';
import { hexSpoilings } from './spoilings.ts';

const stripe = hmacSignature({
	header: 'stripe-signature',
	signs: '{time}.{body}',
	encoding: 'hex',
	prefix: 'v1=',
	list: { separator: ',', time: 't=' },
	time: { tolerance: 300 },
});
const slack = hmacSignature({
	header: 'x-slack-signature',
	signs: 'v0:{time}:{body}',
	encoding: 'hex',
	prefix: 'v0=',
	time: { header: 'x-slack-request-timestamp', tolerance: 300 },
});
const partner = hmacSignature({
	header: 'x-signature',
	signs: '{time}{body}',
	algorithm: 'sha512',
	encoding: 'base64',
	prefix: 'v1=',
	time: { header: 'x-timestamp', tolerance: 60 },
});

const revolut = hmacSignature({
	header: 'revolut-signature',
	signs: 'v1.{time}.{body}',
	encoding: 'hex',
	prefix: 'v1=',
	list: { separator: ',' },
	time: { header: 'revolut-request-timestamp', clock: 'milliseconds', tolerance: 300 },
});
const persona = hmacSignature({
	header: 'persona-signature',
	signs: '{time}.{body}',
	encoding: 'hex',
	prefix: 'v1=',
	list: { separator: ',', time: 't=', lists: ' ' },
	time: { tolerance: 300 },
});
const orb = hmacSignature({
	header: 'x-orb-signature',
	signs: 'v1:{time}:{body}',
	encoding: 'hex',
	prefix: 'v1=',
	list: { separator: ' ' },
	time: { header: 'x-orb-timestamp', clock: 'zoneless', tolerance: 300 },
});

const t = Math.floor(receivedAt / 1000);

conforms({
	title: "timestamped HMAC in Stripe's form",
	scheme: stripe,
	spoilings: [
		['junk after the signature', (value) => `${value}00`, 'signature-malformed'],
		['an item that is no pair after the signature', (value) => `${value},junk`, 'signature-malformed'],
		['a comma after the signature', (value) => `${value},`, 'signature-malformed'],
		['a space after the comma', (value) => value.replace(',', ', '), 'signature-malformed'],
		['a malformed v1 beside a good one', (value) => `${value},v1=00`, 'signature-malformed'],
		['upper-case hex', (value) => value.replace(/v1=.*/, (item) => `v1=${item.slice(3).toUpperCase()}`), 'signature-malformed'],
		['a signature one byte short', (value) => value.slice(0, -2), 'signature-malformed'],
		['an upper-case scheme', (value) => value.replace('v1=', 'V1='), 'signature-malformed'],
		['the header twice', (value) => `${value},${value}`, 'signature-malformed'],
		['two equal timestamps', (value) => `t=${t},${value}`, 'signature-malformed'],
		['another timestamp after the signature', (value) => `${value},t=${t + 1}`, 'signature-malformed'],
		['no timestamp', (value) => value.replace(/^t=\d+,/, ''), 'signature-malformed'],
		['no v1', (value) => value.replace('v1=', 'v0='), 'signature-malformed'],
		['a timestamp with a sign', (value) => value.replace('t=', 't=+'), 'timestamp-malformed'],
		['a timestamp with a leading zero', (value) => value.replace('t=', 't=0'), 'timestamp-malformed'],
		['a timestamp in milliseconds', (value) => value.replace(`t=${t}`, `t=${t}000`), 'timestamp-malformed'],
		['a later timestamp', (value) => value.replace(`t=${t}`, `t=${t + 1}`), 'signature-mismatch'],
		['a timestamp long ago', (value) => value.replace(`t=${t}`, `t=${t - 301}`), 'timestamp-stale'],
		['a timestamp to come', (value) => value.replace(`t=${t}`, `t=${t + 301}`), 'timestamp-future'],
	],
	malformedSecrets: [],
});

conforms({
	title: "timestamped HMAC in Slack's form",
	scheme: slack,
	signedHeaders: ['x-slack-request-timestamp'],
	timestampHeader: 'x-slack-request-timestamp',
	spoilings: [
		...hexSpoilings('v0='),
		['no version', (value) => value.slice(3), 'signature-malformed'],
		['another version', (value) => `v1=${value.slice(3)}`, 'signature-malformed'],
	],
	malformedSecrets: [],
});

conforms({
	title: 'timestamped HMAC, configured',
	scheme: partner,
	signedHeaders: ['x-timestamp'],
	timestampHeader: 'x-timestamp',
	spoilings: [['no prefix', (value) => value.slice(3), 'signature-malformed']],
	malformedSecrets: [],
});

conforms({
	title: "timestamped HMAC in Revolut's form, a list without the time",
	scheme: revolut,
	signedHeaders: ['revolut-request-timestamp'],
	timestampHeader: 'revolut-request-timestamp',
	spoilings: [...hexSpoilings('v1='), ['no v1', (value) => value.replace('v1=', 'v0='), 'signature-malformed']],
	malformedSecrets: [],
});

conforms({
	title: "timestamped HMAC in Persona's form, one list or two",
	scheme: persona,
	spoilings: [
		['a space after the list', (value) => `${value} `, 'signature-malformed'],
		['a list without a time after it', (value) => `${value} v1=${'0'.repeat(64)}`, 'signature-malformed'],
		['three lists', (value) => `${value} ${value} ${value}`, 'signature-malformed'],
		['a comma between two lists', (value) => `${value},${value}`, 'signature-malformed'],
		['one signature twice', (value) => `${value},${value.split(',')[1]}`, 'signature-malformed'],
		['a stale list after a good one', (value) => `${value} ${value.replace(`t=${t}`, `t=${t - 301}`)}`, 'timestamp-stale'],
		['the time of another list', (value) => value.replace(`t=${t}`, `t=${t - 1}`), 'signature-mismatch'],
	],
	malformedSecrets: [],
});

conforms({
	title: "timestamped HMAC in Orb's form, with a time that has no zone",
	scheme: orb,
	signedHeaders: ['x-orb-timestamp'],
	spoilings: hexSpoilings('v1=').filter(([given]) => !given.startsWith('a space')),
	malformedSecrets: [],
});

describe("Persona's two lists", () => {
	const later = persona.sign(aDelivery({ receivedAt: receivedAt + 1000 }), 'new').headers['persona-signature'];
	const old = persona.sign(aDelivery(), 'old');
	const both = withHeaders(old, { 'persona-signature': `${later} ${old.headers['persona-signature']}` });

	it('while a secret rotates, each proves itself with its own time', () => {
		expect(persona.verify(both, ['new'])).toEqual({ valid: true, secret: 0 });
		expect(persona.verify(both, ['old'])).toEqual({ valid: true, secret: 0 });
		expect(persona.verify(both, ['other', 'old'])).toEqual({ valid: true, secret: 1 });
	});

	it('of another body prove nothing', () => {
		const other = { ...both, rawBody: Buffer.from('{}') };

		expect(persona.verify(other, ['new', 'old'])).toEqual({ valid: false, reason: 'signature-mismatch' });
	});
});

describe("Orb's time", () => {
	it.each(['2026-01-02T03:04:05', '2026-01-02T03:04:05.678', '2026-01-02T03:04:05.678123'])('is believed as %s, which is UTC', (time) => {
		const signed = withHeaders(orb.sign(aDelivery(), 's'), { 'x-orb-timestamp': time });

		expect(orb.verify(signed, ['s']).valid).toBe(time.endsWith('.678'));
		expect(orb.verify(signed, ['s'])).not.toHaveProperty('reason', 'timestamp-malformed');
	});

	it.each(['2026-01-02T03:04:05Z', '2026-01-02T03:04:05+00:00', '2026-01-02 03:04:05', '2026-13-02T03:04:05', '1767323045'])(
		'is not believed as %s',
		(time) => {
			const changed = withHeaders(orb.sign(aDelivery(), 's'), { 'x-orb-timestamp': time });

			expect(orb.verify(changed, ['s'])).toEqual({ valid: false, reason: 'timestamp-malformed' });
		},
	);
});

describe("Revolut's list of signatures", () => {
	it('given one signature per secret while the secret rolls, accepts each of them', () => {
		const signed = revolut.sign(aDelivery(), 'wsk_new');
		const old = revolut.sign(aDelivery(), 'wsk_old').headers['revolut-signature'];
		const both = withHeaders(signed, { 'revolut-signature': `${old},${signed.headers['revolut-signature']}` });

		expect(revolut.verify(both, ['wsk_new'])).toEqual({ valid: true, secret: 0 });
		expect(revolut.verify(both, ['wsk_old'])).toEqual({ valid: true, secret: 0 });
	});
});

describe("Stripe's list of signatures", () => {
	const signed = stripe.sign(aDelivery(), 'whsec_new');
	const old = stripe.sign(aDelivery(), 'whsec_old').headers['stripe-signature']?.split(',')[1];

	it('given one signature per secret while the secret rolls, accepts each of them', () => {
		const both = withHeaders(signed, { 'stripe-signature': `${signed.headers['stripe-signature']},${old}` });

		expect(stripe.verify(both, ['whsec_new'])).toEqual({ valid: true, secret: 0 });
		expect(stripe.verify(both, ['whsec_old'])).toEqual({ valid: true, secret: 0 });
	});

	it.each(['v0=anything', 'v2=00', 'x=y'])('given an item %j of another scheme, skips it', (item) => {
		const value = `${signed.headers['stripe-signature']},${item}`;

		expect(stripe.verify(withHeaders(signed, { 'stripe-signature': value }), ['whsec_new'])).toEqual({ valid: true, secret: 0 });
	});
});

describe("the documented example of Slack's signature", () => {
	// https://docs.slack.dev/authentication/verifying-requests-from-slack
	const timestamp = '1531420618';
	const delivery = aDelivery({
		receivedAt: 1531420618000,
		headers: {
			'x-slack-request-timestamp': timestamp,
			'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
		},
		rawBody: Buffer.from(
			'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
		),
	});

	it('accepts it at its time, and not today', () => {
		const secret = '8f742231b10e8888abcd99yyyzzz85a5';

		expect(slack.verify(delivery, [secret])).toEqual({ valid: true, secret: 0 });
		expect(slack.verify({ ...delivery, receivedAt }, [secret])).toEqual({ valid: false, reason: 'timestamp-stale' });
	});
});
