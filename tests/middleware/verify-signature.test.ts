import { expect, it } from '@jest/globals';
import { verifySignature } from '../../src/middleware/verify-signature.ts';
import { sendgrid } from '../../src/providers/sendgrid.ts';
import { stripe } from '../../src/providers/stripe.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import { delivery } from '../local-platform.ts';
import { failing, outcomeOf, passage, secret } from './passage.ts';

const signed = stripe.scheme.sign(delivery(), secret);
const keep = (values: Readonly<Record<string, string>>) => ({ get: async (name: string) => values[name] });
const step = (values: Readonly<Record<string, string>>) => verifySignature(keep(values));

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
	['the secret is none of its kind', sendgrid, { STRIPE_WEBHOOK_SECRET: 'not-a-key-at-all' }, expect.stringMatching(/^the key is not/)],
])('answers 503 when %s, signed or not, and never tells the value', async (_, provider: Provider, values, detail) => {
	for (const sent of [signed, delivery()]) {
		const outcome = await outcomeOf(step(values), passage({ delivery: sent, provider }));

		expect(outcome).toEqual({ status: 503, code: 'secret-unusable', detail });
		expect(JSON.stringify(outcome)).not.toContain('not-a-key-at-all');
	}
});

it('answers 503 when the secret store is out of reach', async () => {
	const outcome = await outcomeOf(verifySignature({ get: failing }), passage({ delivery: signed }));

	expect(outcome).toEqual({ status: 503, code: 'secret-unusable', detail: 'the secret store can not be reached' });
});

it('reads the secrets of the source, not those of its provider', async () => {
	const source = { name: 'stripe-eu', provider: 'stripe', maxBody: 1024 };
	const ask = (values: Readonly<Record<string, string>>) => outcomeOf(step(values), passage({ delivery: signed, source }));

	expect(await ask({ STRIPE_EU_WEBHOOK_SECRET: secret })).toBeUndefined();
	expect(await ask({ STRIPE_WEBHOOK_SECRET: secret })).toMatchObject({ status: 503 });
});
