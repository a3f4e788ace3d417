import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { canaryId, isCanary } from '../../src/webhook/canary.ts';
import { verified } from '../../src/webhook/verified.ts';
import { deliveryOf, described, samplesOf } from '../providers/deliveries.ts';

const samples = described.flatMap((provider) =>
	samplesOf(provider).map((sample) => [provider.id, sample.type, { provider, sample }] as const),
);
/** These have no id, so that one is made from the bytes. */
const unchosen: readonly string[] = ['assemblyai redacted_audio_ready', 'discord APPLICATION_AUTHORIZED'];

describe('a canary', () => {
	it.each(samples)(
		'given the sample of %s, %s, filled in as one → its id tells, and that of a real event does not',
		async (id, type, { provider, sample }) => {
			const idsFor = async (filling: string) => {
				const delivery = deliveryOf(sample, filling);
				const body = await provider.contentTypes[sample.contentType]?.(verified(delivery));
				return provider.identify(body, delivery).map((event) => event.id ?? '');
			};

			const canaries = await idsFor(canaryId(randomUUID()));
			const real = await idsFor(randomUUID());

			const recognised = !unchosen.includes(`${id} ${type}`);
			expect(canaries.map((each) => isCanary({ id: each }))).toEqual(canaries.map(() => recognised));
			expect(real.map((each) => isCanary({ id: each }))).toEqual(real.map(() => false));
		},
	);

	it.each(['smoke-', 'evt_smoke-test', 'smoke-detector-7', 'evt_1'])('given an id such as %s → it is none', (id) => {
		expect(isCanary({ id })).toBe(false);
	});
});
