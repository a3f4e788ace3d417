import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { github } from '../../src/providers/github.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { svix } from '../../src/providers/svix.ts';
import { twilio } from '../../src/providers/twilio.ts';
import { receive } from '../../src/receive.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import { markers, placesOfAll } from '../attack/markers.ts';
import { form, genuine, json } from '../diagnosis/genuine.ts';
import { deliver, localPlatform, type TestPlatform } from '../local-platform.ts';

const secret = `whsec_${markers.secret}`;
const path = (source: string) => ({ function: 'f', source, ack: 'stored', path: `/webhooks/${source}` }) as const;

let on: TestPlatform;
let now: number;
let asked: string[];
beforeEach(() => {
	const base = localPlatform('f', ['stripe', 'github', 'svix', 'twilio'].map(path), {
		stripe: {},
		twilio: {},
		github: {},
		svix: { authenticate: { apiKey: 'x-api-key' } },
	});
	now = Date.now();
	asked = [];
	const get = (name: string) => {
		asked.push(name);
		return base.cloud.secrets.get(name);
	};
	on = { ...base, cloud: { ...base.cloud, now: () => now, secrets: { ...base.cloud.secrets, get } } };
	on.secrets.set('STRIPE_WEBHOOK_SECRET', 'whsec_current');
	on.secrets.set('GITHUB_WEBHOOK_SECRET', 'current');
});
afterEach(() => on.close());

const lines = (): readonly Readonly<Record<string, unknown>>[] => on.lines.map((line) => JSON.parse(line.replace(/^[^{]*/, '')));
const found = () => lines().map(({ diagnosis, hint }) => [diagnosis, hint]);

describe('a delivery that is not believed', () => {
	it('has a line with what was found, and no word of the sender’s, no secret and no signature', async () => {
		on.secrets.set('STRIPE_WEBHOOK_SECRET', secret);
		const pretty = JSON.stringify({ id: 'evt_1', note: markers.payload }, null, 2);
		const sent = await genuine(stripe, { body: pretty, secret, headers: { ...json, 'x-other': markers.header } });
		const spoiled = { ...sent, query: markers.query, rawBody: Buffer.from(JSON.stringify(JSON.parse(pretty))) };

		await deliver(receive(stripe, on), spoiled);

		expect(found()).toEqual([['body-reserialised', 'the body fits JSON indented by 2']]);
		expect(Object.values(placesOfAll({ log: on.lines.join() })).flat()).toEqual([]);
		expect(on.lines.join()).not.toContain(sent.headers['stripe-signature']?.slice(-20));
	});

	it('whose URL is another has no URL in its line', async () => {
		on.secrets.set('TWILIO_WEBHOOK_SECRET', secret);
		const sent = await genuine(twilio, { secret, body: 'Body=a', headers: form });

		await deliver(receive(twilio, on), { ...sent, url: 'http://hooks.example.com/webhooks/twilio' });

		expect(found()).toEqual([['url-differs', 'the URL that is signed has https']]);
		expect(on.lines.join()).not.toContain('example.com');
	});

	it('of a header that a sender has named has none of that name', async () => {
		on.secrets.set('STRIPE_WEBHOOK_SECRET', secret);
		const { headers, ...sent } = await genuine(stripe, { secret });
		const { 'stripe-signature': signature = '' } = headers;

		await deliver(receive(stripe, on), {
			...sent,
			headers: { ...json, [`x-${markers.header}-stripe-signature`.toLowerCase()]: signature },
		});

		expect(found()).toEqual([['header-missing', 'without stripe-signature']]);
		expect(on.lines.join().toLowerCase()).not.toContain(markers.header.toLowerCase());
	});

	it('is told of a retired secret, which verifies nothing', async () => {
		on.secrets.set('STRIPE_WEBHOOK_SECRET_RETIRED', secret);

		const { status } = await deliver(receive(stripe, on), await genuine(stripe, { secret }));

		expect([status, found()]).toEqual([401, [['secret-retired', 'a retired secret fits']]]);
	});

	it('gets the same answer, byte for byte, whether it was diagnosed or not: six are in a minute', async () => {
		on.secrets.set('STRIPE_WEBHOOK_SECRET_RETIRED', secret);
		const handler = receive(stripe, on);
		const sent = await genuine(stripe, { secret });

		const replies: string[] = [];
		for (let count = 0; count < 8; count++) replies.push(JSON.stringify(await deliver(handler, sent)));
		now += 60_000;
		await deliver(handler, { ...sent, receivedAt: sent.receivedAt });

		expect(new Set(replies).size).toBe(1);
		const diagnosed = lines().map(({ diagnosis }) => diagnosis === 'secret-retired');
		expect(diagnosed).toEqual([true, true, true, true, true, true, false, false, true]);
	});

	it('gets its answer where the retired secret can not be read', async () => {
		const { secrets } = on.cloud;
		const get = async (name: string) => (name.endsWith('_RETIRED') ? Promise.reject(new Error('not allowed')) : secrets.get(name));
		const sent = { ...(await genuine(stripe, { secret })), headers: json };

		const { status } = await deliver(receive(stripe, { ...on, cloud: { ...on.cloud, secrets: { ...secrets, get } } }), sent);

		expect([status, found()]).toEqual([401, [['header-missing', 'without stripe-signature']]]);
	});

	it('gets its answer where the diagnosis itself fails', async () => {
		const provider = {
			...stripe,
			get account(): never {
				throw new Error('broken');
			},
		};
		const sent = await genuine(stripe, { secret });

		const { status, body } = await deliver(receive(provider, on), sent);

		expect([status, JSON.parse(body).code, found()]).toEqual([401, 'signature-invalid', [[undefined, undefined]]]);
	});

	it('for a reason other than its proof is not diagnosed', async () => {
		on.secrets.set('SVIX_API_KEY', 'key');
		on.secrets.set('SVIX_WEBHOOK_SECRET', 'no secret of its kind');

		await deliver(receive(svix, on), await genuine(svix, { secret: 'whsec_AAAA' }));

		expect(lines().map(({ code, diagnosis }) => [code, diagnosis])).toEqual([['credentials-invalid', undefined]]);
		expect(asked.filter((name) => name.endsWith('_RETIRED'))).toEqual([]);
	});

	it('because the secret is none of its kind has a hint to what would make it one', async () => {
		on.secrets.set('SVIX_API_KEY', 'key');
		on.secrets.set('SVIX_WEBHOOK_SECRET', 'AAAABBBB');
		const sent = await genuine(svix, { secret: 'whsec_AAAABBBB', headers: { ...json, 'x-api-key': 'key' } });

		await deliver(receive(svix, on), sent);

		expect(lines().map(({ code }) => code)).toEqual(['secret-unusable']);
		expect(found()).toEqual([['secret-in-another-form', 'the secret fits with its prefix']]);
	});

	it('and names another account than those that were believed is told of that, and one of the same is not', async () => {
		const handler = receive(github, on);
		const of = (hook: string, own: string): Promise<Delivery> =>
			genuine(github, { secret: own, headers: { ...json, 'x-github-hook-id': hook, 'x-github-event': 'push', 'x-github-delivery': hook } });

		await deliver(handler, await of('2', 'forged'));
		await deliver(handler, await of('1', 'current'));
		await deliver(handler, await of('2', 'forged'));
		await deliver(handler, await of('1', 'forged'));

		expect(lines().map(({ outcome, diagnosis }) => [outcome, diagnosis])).toEqual([
			['refused', undefined],
			['accepted', undefined],
			['refused', 'account-differs'],
			['refused', undefined],
		]);
	});
});

it('for a delivery that is believed nothing more is asked of the secrets', async () => {
	await deliver(receive(stripe, on), await genuine(stripe, { secret: 'whsec_current', body: '{"id":"evt_1","type":"a"}' }));

	expect([lines().map(({ outcome }) => outcome), asked]).toEqual([
		['accepted'],
		['STRIPE_WEBHOOK_SECRET', 'STRIPE_WEBHOOK_SECRET_PREVIOUS'],
	]);
});
