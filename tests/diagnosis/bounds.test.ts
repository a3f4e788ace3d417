import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Evidence } from '../../src/diagnosis/evidence.ts';
import { github } from '../../src/providers/github.ts';
import { hubspot } from '../../src/providers/hubspot.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { twilio } from '../../src/providers/twilio.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import { deliveryOf, described, samplesOf } from '../providers/deliveries.ts';
import { evidence, form, genuine, json } from './genuine.ts';

const most = 128;

/** How often the scheme was asked. */
function counted(provider: Provider): { readonly provider: Provider; readonly calls: () => number } {
	let calls = 0;
	const verify: Provider['scheme']['verify'] = (...given) => {
		calls += 1;
		return provider.scheme.verify(...given);
	};
	return { provider: { ...provider, scheme: { ...provider.scheme, verify } }, calls: () => calls };
}

type Spoiling = (sent: Delivery) => Delivery;
const withBody =
	(change: (text: string) => string | Buffer): Spoiling =>
	(sent) => ({ ...sent, rawBody: Buffer.from(change(sent.rawBody.toString())) });
const withHeader =
	(change: (name: string, value: string) => readonly [string, string]): Spoiling =>
	(sent) => ({
		...sent,
		headers: Object.fromEntries(Object.entries(sent.headers).map(([name, value]) => change(name, value))),
	});
const spoilings = fc.constantFrom<Spoiling>(
	(sent) => sent,
	withBody((text) => `${text}\n`),
	withBody((text) => text.replaceAll(/\s/g, '')),
	withBody((text) => Buffer.from(text, 'utf16le')),
	withBody((text) => Buffer.from(text).toString('base64')),
	withBody((text) => `${text}\ufffd`),
	withBody((text) => JSON.stringify(text)),
	withBody(() => '"\\'.repeat(500)),
	withBody(() => '[{"'.repeat(500)),
	withBody(() => '{}]]]]'),
	withBody(() => `${'['.repeat(300)}${']'.repeat(300)}`),
	withBody((text) => `${text}%E0%A4%A&=`),
	withHeader((name, value) => [`x-forwarded-${name}`, value]),
	withHeader((name, value) => [name.replaceAll('-', '_'), value]),
	withHeader((name, value) => [name, `${value},${value}`]),
	withHeader((name, value) => [name, value.slice(1)]),
	(sent) => ({ ...sent, headers: {} }),
	(sent) => ({ ...sent, url: '', query: '?' }),
	(sent) => ({ ...sent, url: 'http://localhost:3000/', headers: { ...sent.headers, host: 'a:b:c', 'x-forwarded-prefix': '/////' } }),
	(sent) => ({ ...sent, receivedAt: sent.receivedAt + 86_400_000 }),
	(sent) => ({ ...sent, receivedAt: Number.NaN }),
);
const secrets = fc.oneof(
	fc.string(),
	fc.base64String({ minLength: 4 }),
	fc.constantFrom('', ' ', 'whsec_', 'whsec_AAAA', '\u0000', '=', 'export A_SECRET='),
);

describe.each(described.map((provider) => [provider.id, provider] as const))('a diagnosis of %s', (_, provider) => {
	const { scheme } = provider;
	const [own, stranger] = [scheme.generate(), scheme.generate()];
	const samples = samplesOf(provider);

	it('ends within its bounds, throws nothing, and proves nothing of a delivery that a stranger has signed', async () => {
		const sample = fc.nat(samples.length - 1);

		await fc.assert(
			fc.asyncProperty(sample, fc.array(spoilings, { maxLength: 3 }), secrets, async (index, changes, odd) => {
				const chosen = samples[index];
				if (chosen === undefined) throw new Error('no sample');
				const sent = await scheme.sign(deliveryOf(chosen, 'id-1'), stranger.signing);
				const { provider: watched, calls } = counted(provider);
				const spoiled = changes.reduce((before, change) => change(before), sent);

				const found = await diagnose(evidence(watched, spoiled, { secrets: [own.verifying, odd], retired: [odd] }));
				const refused = await diagnose(evidence(watched, spoiled, { secrets: [odd] }));

				expect([found?.proved ?? false, refused?.proved ?? false]).toEqual([false, false]);
				expect(calls()).toBeLessThanOrEqual(2 * most);
			}),
			{ numRuns: 8 },
		);
	});
});

type Hit = readonly [given: string, provider: Provider, set: string, spoil: Spoiling];

it.each<Hit>([
	['a retired secret fits', stripe, 'whsec_new', (sent) => sent],
	['the time is off', stripe, 'whsec_own', (sent) => ({ ...sent, receivedAt: sent.receivedAt + 3_600_000 })],
	['the body was changed', github, 'whsec_own', withBody((text) => `${text}\n`)],
	['the URL was changed', twilio, 'whsec_own', (sent) => ({ ...sent, url: sent.url.replace('https', 'http') })],
])('the scheme is asked as often where %s as where nothing is', async (_, provider, set, spoil) => {
	const askedFor = async (signing: string) => {
		const { provider: watched, calls } = counted(provider);
		const sent = spoil(await genuine(provider, { secret: signing, headers: provider === twilio ? form : json }));
		const found = await diagnose({ delivery: sent, provider: watched, secrets: [set], retired: ['whsec_own'] });
		return { proved: found?.proved ?? false, calls: calls() };
	};

	const [hit, missed] = [await askedFor('whsec_own'), await askedFor('whsec_stranger')];

	expect([hit.proved, missed.proved]).toEqual([true, false]);
	expect(hit.calls).toBe(missed.calls);
	expect(hit.calls).toBeLessThanOrEqual(64);
});

it('an endpoint asks the scheme 64 times at most, however much there is to try', async () => {
	const { provider: watched, calls } = counted(hubspot);
	const times = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`x-time-${index}`, `17698608${10 + index}`]));
	const hosts = { host: 'a.example:1', 'x-forwarded-host': 'b.example:2', 'x-original-host': 'c.example:3', 'x-forwarded-prefix': '/d' };
	const sent = await genuine(hubspot, {
		secret: 'own',
		body: '[{"a":"</é>&","b":[1]}]',
		url: 'https://e.example/f?g=h',
		headers: { ...json, ...times, ...hosts },
	});

	const found = await diagnose({
		delivery: { ...sent, receivedAt: sent.receivedAt + 3_600_000, url: `${sent.url}&i` },
		provider: watched,
		secrets: ['other'],
		retired: Array.from({ length: 20 }, (_, index) => `retired-${index}`),
	});

	expect([found, calls()]).toEqual([undefined, 64]);
});

it.each([
	[64, ({ thorough: _, ...of }: Evidence): Evidence => of],
	[256, (of: Evidence): Evidence => of],
])('a body of more than %i KB is not looked into', async (kilobytes, as) => {
	const [provider] = described;
	if (provider === undefined) throw new Error('no provider');
	const { provider: watched, calls } = counted(provider);
	const sent = deliveryOf({ type: '', contentType: 'application/json', headers: {}, body: ' '.repeat(kilobytes * 1024 + 1) });

	expect([await diagnose(as(evidence(watched, sent, { secrets: ['a'] }))), calls()]).toEqual([undefined, 0]);
});
