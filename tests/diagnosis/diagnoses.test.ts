import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { type DiagnosisCode, diagnoses } from '../../src/diagnosis/diagnoses.ts';
import type { Evidence } from '../../src/diagnosis/evidence.ts';
import { github } from '../../src/providers/github.ts';
import { shopify } from '../../src/providers/shopify.ts';
import { slack } from '../../src/providers/slack.ts';
import { square } from '../../src/providers/square.ts';
import { standardWebhooks } from '../../src/providers/standard-webhooks.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { svix } from '../../src/providers/svix.ts';
import { twilio } from '../../src/providers/twilio.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import { isInstalled } from '../judges/judge.ts';
import { deliveryOf, described, samplesOf } from '../providers/deliveries.ts';
import { evidence, form, genuine, json, partner } from './genuine.ts';

const key = 'a_key_of_32_random_bytes_or_so_01';
const whsec = `whsec_${Buffer.from(key).toString('base64')}`;
const text = 'whsec_stripes_secrets_are_text_1234';
/** As Stripe sends it. */
const pretty = JSON.stringify(
	{ id: 'evt_1', amount: 100, name: 'Zoë', link: 'https://a.example/b', data: { object: {}, list: [1, []] } },
	null,
	2,
);
const compact = JSON.stringify(JSON.parse(pretty));
const body = (rawBody: string | Buffer) => (sent: Delivery) => ({ ...sent, rawBody: Buffer.from(rawBody) });
const came = (seconds: number) => (sent: Delivery) => ({ ...sent, receivedAt: sent.receivedAt + seconds * 1000 });
const renamed = (from: string, to: string) => (sent: Delivery) => {
	const { [from]: value = '', ...headers } = sent.headers;
	return { ...sent, headers: to === '' ? headers : { ...headers, [to]: value } };
};
const posted =
	(url: string, headers: Delivery['headers'] = {}) =>
	(sent: Delivery) => ({ ...sent, url, headers: { ...sent.headers, ...headers } });

type Spoiled = {
	readonly spoil?: (sent: Delivery) => Delivery;
	readonly more?: Partial<Evidence> & { readonly others?: readonly never[] };
};
const of =
	(provider: Evidence['provider'], sent: Parameters<typeof genuine>[1], { spoil = (same) => same, more = {} }: Spoiled = {}) =>
	async (): Promise<Evidence> =>
		evidence(provider, spoil(await genuine(provider, sent)), { secrets: [sent.secret], ...more });

type Case = readonly [given: string, make: () => Promise<Evidence>, hint: string | RegExp];
const other = (name: string, provider: Evidence['provider'], secret: string) => ({ name, provider, secrets: [secret] });
const withOthers = (provider: Evidence['provider'], secret: string, others: Parameters<typeof evidence>[2]['others']) => async () =>
	evidence(provider, await genuine(provider, { secret }), { secrets: ['whsec_own'], ...(others && { others }) });
const meant = async (sender: Evidence['provider'], at: Evidence['provider'], secret: string): Promise<Evidence> =>
	evidence(at, await genuine(sender, { secret }), { secrets: [text], others: [other('theirs', sender, secret)] });

const cases: Readonly<Record<DiagnosisCode, readonly Case[]>> = {
	'clock-off': [
		[
			'Stripe, an hour late',
			of(stripe, { secret: text }, { spoil: came(3600) }),
			/^signed 360[01] s before it came, and 300 s are allowed$/,
		],
		['Svix, an hour early', of(svix, { secret: whsec }, { spoil: came(-3600) }), /^signed (3600|3599) s after it came/],
		['Slack, ten minutes late', of(slack, { secret: key }, { spoil: came(600) }), /^signed 60[01] s before it came/],
	],
	'secret-retired': [
		['Stripe', of(stripe, { secret: text }, { more: { secrets: ['whsec_new'], retired: [text] } }), 'a retired secret fits'],
		['GitHub', of(github, { secret: key }, { more: { secrets: ['new', 'newer'], retired: [key] } }), 'a retired secret fits'],
		[
			'Stripe, and late besides',
			of(stripe, { secret: text }, { spoil: came(3600), more: { secrets: ['whsec_new'], retired: [text] } }),
			/^a retired secret fits; besides, signed 360[01] s before it came/,
		],
	],
	'secret-of-another-source': [
		[
			'two of Stripe',
			withOthers(stripe, text, [other('github', github, key), other('stripe-eu', stripe, text)]),
			'the secret of another source fits',
		],
	],
	'meant-for-another-source': [
		['GitHub to Stripe', () => meant(github, stripe, key), 'another source would believe it'],
		['Shopify to GitHub', () => meant(shopify, github, key), 'another source would believe it'],
	],
	'header-renamed': [
		[
			'Stripe, behind a proxy',
			of(stripe, { secret: text }, { spoil: renamed('stripe-signature', 'x-forwarded-stripe-signature') }),
			'stripe-signature came under another name',
		],
		[
			'GitHub, by AWS',
			of(github, { secret: key }, { spoil: renamed('x-hub-signature-256', 'x-amzn-remapped-x-hub-signature-256') }),
			/^x-hub-signature-256 came/,
		],
		[
			'Slack, with underscores',
			of(slack, { secret: key }, { spoil: renamed('x-slack-request-timestamp', 'x_slack_request_timestamp') }),
			/^x-slack-request-timestamp came/,
		],
		[
			'Svix, without its prefix',
			of(svix, { secret: whsec }, { spoil: renamed('svix-id', 'x-original-svix-id') }),
			'svix-id came under another name',
		],
	],
	'url-differs': [
		[
			'Twilio, checked as http',
			of(twilio, { secret: key, body: 'Body=a+b&To=c', headers: form }, { spoil: posted('http://hooks.example.com/webhooks/twilio') }),
			'the URL that is signed has https',
		],
		[
			'Twilio, with a query that something has added, whatever proxies say of hosts',
			of(
				twilio,
				{ secret: key, body: 'Body=a', headers: form },
				{
					spoil: (sent) => ({
						...posted(`${sent.url}?a=b`, { host: 'a:1', 'x-forwarded-host': 'b:2', 'x-original-host': 'c:3' })(sent),
						query: 'a=b',
					}),
				},
			),
			'the URL that is signed has no query',
		],
		[
			'Twilio, behind a tunnel',
			of(
				twilio,
				{ secret: key, body: 'Body=a', headers: form },
				{ spoil: posted('http://localhost:3000/webhooks/twilio', { 'x-forwarded-host': 'hooks.example.com' }) },
			),
			'the URL that is signed has https, another host or port',
		],
		[
			'Twilio, with a query that got lost',
			of(
				twilio,
				{ secret: key, body: 'Body=a', headers: form, url: 'https://hooks.example.com/webhooks/twilio?a=b' },
				{ spoil: (sent) => ({ ...sent, url: 'https://hooks.example.com/webhooks/twilio' }) },
			),
			'the URL that is signed has a query',
		],
		...(isInstalled('square')
			? ([
					[
						'Square, subscribed with a slash at the end',
						of(
							square,
							{ secret: key, url: 'https://hooks.example.com/webhooks/square/' },
							{ spoil: posted('https://hooks.example.com/webhooks/square') },
						),
						'the URL that is signed has another path',
					],
					[
						'Square, behind a prefix',
						of(
							square,
							{ secret: key, url: 'https://hooks.example.com/api/webhooks/square' },
							{ spoil: posted('https://hooks.example.com/webhooks/square', { 'x-forwarded-prefix': '/api' }) },
						),
						'the URL that is signed has another path',
					],
				] as const)
			: []),
	],
	'secret-copied-wrongly': [
		['with spaces', of(stripe, { secret: text }, { more: { secrets: [` ${text}\t`] } }), /without the white space around it$/],
		['with a line break', of(github, { secret: key }, { more: { secrets: [`${key}\n`] } }), /without the white space around it$/],
		['in quotes', of(stripe, { secret: text }, { more: { secrets: [`"${text}"`] } }), /without white space, quotes and name$/],
		[
			'with its name',
			of(slack, { secret: key }, { more: { secrets: [`SLACK_WEBHOOK_SECRET=${key}`] } }),
			/without white space, quotes and name$/,
		],
		[
			'by a sender that has a line break in it',
			of(github, { secret: `${key}\n` }, { more: { secrets: [key] } }),
			/with a line break at its end$/,
		],
		[
			'with spaces, where the scheme refuses that',
			of(svix, { secret: whsec }, { more: { secrets: [` ${whsec}`] } }),
			/without the white space around it$/,
		],
	],
	'secret-in-another-form': [
		['Stripe’s without whsec_', of(stripe, { secret: text }, { more: { secrets: [text.slice(6)] } }), 'the secret fits with its prefix'],
		['Svix’s without whsec_', of(svix, { secret: whsec }, { more: { secrets: [whsec.slice(6)] } }), 'the secret fits with its prefix'],
		[
			'GitHub’s as base64, as Kubernetes shows it',
			of(github, { secret: key }, { more: { secrets: [Buffer.from(key).toString('base64')] } }),
			'the secret fits with its base64 decoded',
		],
		[
			'Svix’s as base64 once more',
			of(svix, { secret: whsec }, { more: { secrets: [Buffer.from(whsec).toString('base64')] } }),
			'the secret fits as what its base64 stands for',
		],
		[
			'Shopify’s as hex',
			of(shopify, { secret: key }, { more: { secrets: [Buffer.from(key).toString('hex')] } }),
			'the secret fits with its hex decoded',
		],
		[
			'the text that Svix’s base64 stands for',
			of(svix, { secret: whsec }, { more: { secrets: [key] } }),
			'the secret fits with its prefix, as base64 of the text that it is',
		],
		[
			'Standard Webhooks’ by a sender that takes the whole for the key',
			of(standardWebhooks, { secret: `whsec_${Buffer.from(whsec).toString('base64')}` }, { more: { secrets: [whsec] } }),
			'the secret fits with its prefix, as base64 of the text that it is',
		],
		['a partner’s that decodes base64', async () => ofKey('base64'), 'the secret fits with its base64 decoded'],
		['a partner’s that decodes hex', async () => ofKey('hex'), 'the secret fits with its hex decoded'],
	],
	'newline-changed': [
		[
			'GitHub, CR and LF added',
			of(github, { secret: key }, { spoil: (sent) => body(`${sent.rawBody}\r\n`)(sent) }),
			/without the line break at its end$/,
		],
		[
			'Stripe, one added by an editor',
			of(stripe, { secret: text }, { spoil: (sent) => body(`${sent.rawBody}\n`)(sent) }),
			/without the line break at its end$/,
		],
		['GitHub, one lost', of(github, { secret: key, body: `${compact}\n` }, { spoil: body(compact) }), /with a line break at its end$/],
		[
			'Shopify, CR and LF lost',
			of(shopify, { secret: key, body: `${compact}\r\n` }, { spoil: body(compact) }),
			/with CR and LF at its end$/,
		],
	],
	'body-reserialised': [
		[
			'Stripe, by JSON.stringify(req.body)',
			of(stripe, { secret: text, body: pretty }, { spoil: body(compact) }),
			'the body fits JSON indented by 2',
		],
		[
			'GitHub, by a pretty printer',
			of(github, { secret: key, body: compact }, { spoil: body(pretty) }),
			'the body fits JSON without white space',
		],
		[
			'Svix, a sender in Python',
			of(svix, { secret: whsec, body: '{"a": "Zo\\u00eb", "b": [1, 2.0]}' }, { spoil: body('{"a":"Zoë","b":[1,2.0]}') }),
			/a space after commas and colons, non-ASCII escaped$/,
		],
		[
			'Shopify, a sender in PHP',
			of(shopify, { secret: key, body: '{"a":"https:\\/\\/b"}' }, { spoil: body('{"a":"https://b"}') }),
			/without white space, slashes and non-ASCII escaped$/,
		],
		[
			'GitHub, a sender in Go',
			of(github, { secret: key, body: '{"a":"\\u003cb\\u003e \\u0026"}' }, { spoil: body('{"a":"<b> &"}') }),
			/<, > and & escaped$/,
		],
		[
			'numbers that JavaScript would change',
			of(github, { secret: key, body: '{"a": 1.0, "b": 12345678901234567890}' }, { spoil: body('{"a":1.0,"b":12345678901234567890}') }),
			/a space after commas/,
		],
		[
			'Slack, a form with %20',
			of(slack, { secret: key, body: 'text=a+b&x=%2A', headers: form }, { spoil: body('text=a%20b&x=%2A') }),
			/^the body fits a form/,
		],
		[
			'Slack, a form that was read and written',
			of(slack, { secret: key, body: 'text=a+b%2A%28&u=https%3A%2F%2Fc', headers: form }, { spoil: body('text=a+b*(&u=https%3A%2F%2Fc') }),
			/^the body fits a form/,
		],
	],
	'body-reencoded': [
		[
			'GitHub, with a byte order mark',
			of(github, { secret: key, body: compact }, { spoil: body(`\ufeff${compact}`) }),
			/without the byte order mark$/,
		],
		[
			'Stripe, by Windows',
			of(stripe, { secret: text, body: pretty }, { spoil: body(pretty.replaceAll('\n', '\r\n')) }),
			/with LF for CR and LF$/,
		],
		[
			'Svix, read as Latin-1',
			of(svix, { secret: whsec, body: compact }, { spoil: body(Buffer.from(compact).toString('latin1')) }),
			/read as Latin-1$/,
		],
		[
			'Svix, sent on as Latin-1',
			of(svix, { secret: whsec, body: compact }, { spoil: body(Buffer.from(compact, 'latin1')) }),
			/came as Latin-1$/,
		],
		[
			'Stripe, in base64',
			of(stripe, { secret: text, body: pretty }, { spoil: body(Buffer.from(pretty).toString('base64')) }),
			/base64 stands for$/,
		],
		[
			'Stripe, in a JSON string',
			of(stripe, { secret: text, body: pretty }, { spoil: body(JSON.stringify(pretty)) }),
			/in the JSON string$/,
		],
		['GitHub, compressed', of(github, { secret: key, body: compact }, { spoil: body(gzipSync(compact)) }), /decompressed$/],
	],
	'header-missing': [
		['Stripe', of(stripe, { secret: text }, { spoil: renamed('stripe-signature', '') }), 'without stripe-signature'],
		[
			'Slack, the time',
			of(slack, { secret: key }, { spoil: renamed('x-slack-request-timestamp', '') }),
			'without x-slack-request-timestamp',
		],
	],
	'body-bytes-lost': [
		['GitHub', of(github, { secret: key, body: compact }, { spoil: body(compact.replace('ë', '\ufffd')) }), 'the body holds U+FFFD'],
	],
	'body-compressed': [
		[
			'GitHub, by something that can not be read',
			of(github, { secret: key, headers: { ...json, 'content-encoding': 'br' } }, { spoil: body(Buffer.from([1, 2, 3])) }),
			'it came with content-encoding',
		],
	],
	'account-differs': [
		[
			'Shopify, another shop',
			of(
				shopify,
				{ secret: key, headers: { ...json, 'x-shopify-shop-domain': 'b.example' } },
				{ more: { secrets: ['own'], knowsAccount: (name) => name === 'a.example' } },
			),
			/^no delivery of its account/,
		],
		[
			'Stripe, the other mode',
			of(stripe, { secret: text, body: '{"livemode":true}' }, { more: { secrets: ['own'], knowsAccount: (name) => name === 'false' } }),
			/^no delivery of its account/,
		],
		[
			'Twilio, another account',
			of(
				twilio,
				{ secret: key, body: 'AccountSid=AC2', headers: form },
				{ more: { secrets: ['own'], knowsAccount: (name) => name === 'AC1' } },
			),
			/^no delivery of its account/,
		],
	],
};

/** What a partner signs whose key is the bytes behind its text. */
async function ofKey(form: 'base64' | 'hex'): Promise<Evidence> {
	const bytes = Buffer.from('8f01fffe80aa', 'hex');
	const { scheme } = partner;
	const sender = scheme.keyedAs?.(form);
	if (sender === undefined) throw new Error('the scheme reads its key in one way');
	const secret = bytes.toString(form);
	return evidence(partner, await sender.sign(await genuine(partner, { secret: key }), secret), { secrets: [secret] });
}

const suspicions: readonly DiagnosisCode[] = ['header-missing', 'body-bytes-lost', 'body-compressed', 'account-differs'];

describe.each(Object.keys(diagnoses) as DiagnosisCode[])('%s', (code) => {
	it.each(cases[code])('is found for %s', async (_, make, hint) => {
		const found = await diagnose(await make());

		expect(found).toMatchObject({ code, proved: !suspicions.includes(code) });
		if (typeof hint === 'string') expect(found?.hint).toBe(hint);
		else expect(found?.hint).toMatch(hint);
	});
});

it.each([
	['Stripe', stripe, text],
	['GitHub', github, key],
	['Svix', svix, whsec],
	['Slack', slack, key],
	['Shopify', shopify, key],
] as const)('nothing is found for a delivery of %s that is believed', async (_, provider, secret) => {
	const found = await diagnose(
		evidence(provider, await genuine(provider, { secret }), { secrets: ['whsec_AAAA', secret], retired: [secret] }),
	);

	expect(found).toBeUndefined();
});

it.each([
	['Stripe', stripe, text],
	['GitHub', github, key],
	['Svix', svix, whsec],
] as const)('nothing is found for a delivery of %s that somebody else has signed', async (_, provider, secret) => {
	const found = await diagnose(
		evidence(provider, await genuine(provider, { secret }), { secrets: ['whsec_b3RoZXI='], retired: ['whsec_AAAA'] }),
	);

	expect(found).toBeUndefined();
});

it('a secret that the scheme refuses is suspected of what would make it usable, where nothing was signed with it', async () => {
	const found = await diagnose(
		evidence(svix, await genuine(svix, { secret: whsec }), { secrets: [Buffer.from('another').toString('base64')] }),
	);

	expect(found).toMatchObject({ code: 'secret-in-another-form', proved: false, hint: 'the secret could be used with its prefix' });
});

it('of two secrets the one that the scheme refuses is looked at', async () => {
	const found = await diagnose(evidence(svix, await genuine(svix, { secret: whsec }), { secrets: ['whsec_AAAA', 'AAAABBBB'] }));

	expect(found).toMatchObject({ code: 'secret-in-another-form', proved: false, hint: 'the secret could be used with its prefix' });
});

it('both URLs are shown without what stands in their queries', async () => {
	const sent = await genuine(twilio, { secret: key, body: 'Body=a', headers: form, url: 'https://a.example/b?token=private' });

	const found = await diagnose(evidence(twilio, posted('http://a.example/b?token=private')(sent), { secrets: [key] }));

	expect(found?.detail).toBe('signed is https://a.example/b (https), checked was http://a.example/b');
});

/** Of those whose keys are published there are none here. */
const timed = described.filter(({ scheme }) => scheme.tolerance !== undefined && scheme.keysAt === undefined);

it.each(timed.map((provider) => [provider.id, provider] as const))('the time of %s is found, wherever it stands', async (_, provider) => {
	const { verifying, signing } = provider.scheme.generate();
	const [sample] = samplesOf(provider);
	if (sample === undefined) throw new Error('no sample');
	const sent = await provider.scheme.sign(deliveryOf(sample, 'id-1'), signing);

	const found = await diagnose(evidence(provider, { ...sent, receivedAt: sent.receivedAt + 864_000_000 }, { secrets: [verifying] }));

	expect(found).toMatchObject({
		code: 'clock-off',
		proved: true,
		hint: expect.stringMatching(/^signed (863999|864000|864001) s before it came/),
	});
});
