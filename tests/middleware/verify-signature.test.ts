import { expect, it } from '@jest/globals';
import { verifySignature } from '../../src/middleware/verify-signature.ts';
import { sendgrid } from '../../src/providers/sendgrid.ts';
import { stripe } from '../../src/providers/stripe.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import type { ReadableSecrets } from '../../src/webhook/secrets.ts';
import { delivery, nowhere } from '../local-platform.ts';
import { failing, outcomeOf, passage, secret } from './passage.ts';

const signed = stripe.scheme.sign(delivery(), secret);
const having = (secrets: ReadableSecrets) => ({ secrets, outside: nowhere });
const keep = (values: Readonly<Record<string, string>>) => ({ get: async (name: string) => values[name], refresh: async () => false });
const step = (values: Readonly<Record<string, string>>) => verifySignature(having(keep(values)));

it.each([
	['the secret', { STRIPE_WEBHOOK_SECRET: secret }],
	['the previous secret while it rotates', { STRIPE_WEBHOOK_SECRET: 'whsec_new', STRIPE_WEBHOOK_SECRET_PREVIOUS: secret }],
	['the previous secret when the current one is blank', { STRIPE_WEBHOOK_SECRET: ' ', STRIPE_WEBHOOK_SECRET_PREVIOUS: secret }],
])('marks what was signed with %s as verified, its bytes untouched', async (_, values) => {
	const event = passage({ delivery: signed });

	const outcome = await outcomeOf(step(values), event);

	expect(outcome).toBeUndefined();
	expect(event.verified).toBe(signed);
});

it.each([
	['the current one', { STRIPE_WEBHOOK_SECRET: secret, STRIPE_WEBHOOK_SECRET_PREVIOUS: 'whsec_old' }, undefined],
	['the only one', { STRIPE_WEBHOOK_SECRET: secret }, undefined],
	['the only one, which is called previous', { STRIPE_WEBHOOK_SECRET_PREVIOUS: secret }, undefined],
	['the previous one', { STRIPE_WEBHOOK_SECRET: 'whsec_new', STRIPE_WEBHOOK_SECRET_PREVIOUS: secret }, 'previous'],
	[
		'one that is both, as the new one is not set yet',
		{ STRIPE_WEBHOOK_SECRET: secret, STRIPE_WEBHOOK_SECRET_PREVIOUS: secret },
		'previous',
	],
])('tells which secret has verified: %s', async (_, values, told) => {
	const event = passage({ delivery: signed });

	await outcomeOf(step(values), event);

	expect([event.verified, event.secret]).toEqual([signed, told]);
});

it('never asks for a retired secret, and refuses what is signed with it', async () => {
	const asked: string[] = [];
	const values: Readonly<Record<string, string>> = { STRIPE_WEBHOOK_SECRET: 'whsec_new', STRIPE_WEBHOOK_SECRET_RETIRED: secret };
	const get = async (name: string) => {
		asked.push(name);
		return values[name];
	};

	const outcome = await outcomeOf(verifySignature(having({ get, refresh: async () => true })), passage({ delivery: signed }));

	expect(outcome).toEqual({ status: 401, code: 'signature-invalid', detail: 'signature-mismatch' });
	expect(new Set(asked)).toEqual(new Set(['STRIPE_WEBHOOK_SECRET', 'STRIPE_WEBHOOK_SECRET_PREVIOUS']));
});

it.each([
	['nothing is signed', delivery(), 'signature-missing'],
	['the signature is no signature', { ...signed, headers: { 'stripe-signature': 'x' } }, 'signature-malformed'],
	['the body is another', { ...signed, rawBody: Buffer.from('{ }') }, 'signature-mismatch'],
	['it is old', { ...signed, receivedAt: signed.receivedAt + 302_000 }, 'timestamp-stale'],
	['it is from the future', { ...signed, receivedAt: signed.receivedAt - 302_000 }, 'timestamp-future'],
])('answers 401 when %s, and keeps the reason for the log', async (_, sent, detail) => {
	const event = passage({ delivery: sent });

	const outcome = await outcomeOf(step({ STRIPE_WEBHOOK_SECRET: secret }), event);

	expect(outcome).toEqual({ status: 401, code: 'signature-invalid', detail });
	expect(event.verified).toBeUndefined();
});

it.each([
	['there is no secret', stripe, {}, 'no secret is set'],
	['the secret is blank', stripe, { STRIPE_WEBHOOK_SECRET: '\t' }, 'no secret is set'],
	['the secret is none of its kind', sendgrid, { STRIPE_WEBHOOK_SECRET: 'not-a-key-at-all' }, expect.stringMatching(/^the key is no/)],
])('answers 503 when %s, signed or not, and never tells the value', async (_, provider: Provider, values, detail) => {
	for (const sent of [signed, delivery()]) {
		const outcome = await outcomeOf(step(values), passage({ delivery: sent, provider }));

		expect(outcome).toEqual({ status: 503, code: 'secret-unusable', detail });
		expect(JSON.stringify(outcome)).not.toContain('not-a-key-at-all');
	}
});

it('answers 503 when the secret store is out of reach', async () => {
	const outcome = await outcomeOf(verifySignature(having({ get: failing, refresh: failing })), passage({ delivery: signed }));

	expect(outcome).toEqual({ status: 503, code: 'secret-unusable', detail: 'the secret store can not be reached' });
});

/** Secrets that were read before they were changed to `fresh`. */
function rotated(fresh: Readonly<Record<string, string>>) {
	let values: Readonly<Record<string, string>> = { STRIPE_WEBHOOK_SECRET: 'whsec_old' };
	const refreshed: string[] = [];
	const refresh = async (name: string) => {
		refreshed.push(name);
		values = fresh;
		return true;
	};
	return { refreshed, secrets: { get: async (name: string) => values[name], refresh } };
}

it('reads the secret anew after a mismatch, and believes what was signed with the new one', async () => {
	const { secrets, refreshed } = rotated({ STRIPE_WEBHOOK_SECRET: secret });
	const event = passage({ delivery: signed });

	const outcome = await outcomeOf(verifySignature(having(secrets)), event);

	expect(outcome).toBeUndefined();
	expect([event.verified, event.refusal, refreshed]).toEqual([signed, undefined, ['STRIPE_WEBHOOK_SECRET']]);
});

it('answers 401 when the secret that was read anew does not fit either, and asks no third time', async () => {
	const { secrets, refreshed } = rotated({ STRIPE_WEBHOOK_SECRET: 'whsec_other' });

	const outcome = await outcomeOf(verifySignature(having(secrets)), passage({ delivery: signed }));

	expect(outcome).toMatchObject({ status: 401, detail: 'signature-mismatch' });
	expect(refreshed).toHaveLength(1);
});

it('answers 503, not 401, when the secret can not be read anew', async () => {
	const outcome = await outcomeOf(
		verifySignature(having({ ...keep({ STRIPE_WEBHOOK_SECRET: 'whsec_old' }), refresh: failing })),
		passage({ delivery: signed }),
	);

	expect(outcome).toEqual({ status: 503, code: 'secret-unusable', detail: 'the secret store can not be reached' });
});

it('does not read the secret anew for what no secret could make right', async () => {
	const { secrets, refreshed } = rotated({ STRIPE_WEBHOOK_SECRET: secret });

	await outcomeOf(verifySignature(having(secrets)), passage({ delivery: delivery() }));
	await outcomeOf(verifySignature(having(secrets)), passage({ delivery: { ...signed, receivedAt: signed.receivedAt + 302_000 } }));

	expect(refreshed).toEqual([]);
});

it('reads the secrets of the source, not those of its provider', async () => {
	const source = { name: 'stripe-eu', provider: 'stripe', maxBody: 1024 };
	const ask = (values: Readonly<Record<string, string>>) => outcomeOf(step(values), passage({ delivery: signed, source }));

	expect(await ask({ STRIPE_EU_WEBHOOK_SECRET: secret })).toBeUndefined();
	expect(await ask({ STRIPE_WEBHOOK_SECRET: secret })).toMatchObject({ status: 503 });
});
