import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { toldById } from '../../src/plugin/commands/told-by-id.ts';
import { canaryId, isCanary } from '../../src/webhook/canary.ts';
import { mediaType } from '../../src/webhook/delivery.ts';
import { verified } from '../../src/webhook/verified.ts';
import { deliveryOf, described, samplesOf } from '../providers/deliveries.ts';

const samples = described.flatMap((provider) =>
	samplesOf(provider).map((sample) => [provider.id, sample.type, { provider, sample }] as const),
);
/** Those that the sample service receives from. Where a provider gives its events no id, one is made from the bytes, and tells nothing. */
const told = ['stripe', 'github', 'shopify', 'slack', 'standard-webhooks', 'twilio', 'sendgrid', 'hmac'];

describe('a canary', () => {
	it.each(samples)(
		'given the sample of %s, %s, filled in as one → its id tells where the sender chooses it, and that of a real event never does',
		async (id, _type, { provider, sample }) => {
			const secret = provider.scheme.generate();
			const idsFor = async (filling: string) => {
				const delivery = await provider.scheme.sign(deliveryOf(sample, filling), secret.signing);
				const body = await provider.contentTypes[mediaType(delivery.headers)]?.(verified(delivery));
				return provider.identify(body, delivery).map((event) => event.id ?? '');
			};

			const canaries = await idsFor(canaryId(randomUUID()));
			const real = await idsFor(randomUUID());

			const chosen = canaries.every((each) => each.includes('smoke-'));
			if (told.includes(id)) expect(chosen).toBe(true);
			expect(canaries.every((each) => isCanary({ id: each }))).toBe(chosen);
			const canary = await provider.scheme.sign(deliveryOf(sample, canaryId(randomUUID())), secret.signing);
			expect(await toldById(canary, provider)).toBe(chosen);
			expect(real.map((each) => isCanary({ id: each }))).toEqual(real.map(() => false));
		},
	);

	it.each(['smoke-', 'evt_smoke-test', 'smoke-detector-7', 'evt_1'])('given an id such as %s → it is none', (id) => {
		expect(isCanary({ id })).toBe(false);
	});
});
