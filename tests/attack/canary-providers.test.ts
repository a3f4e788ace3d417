import { describe, expect, it } from '@jest/globals';
import { providers } from '../../src/providers/providers.ts';
import { receive } from '../../src/receive.ts';
import { secretName } from '../../src/webhook/source.ts';
import { arriving, httpEvent, overHttp } from '../http-event.ts';
import { localPlatform } from '../local-platform.ts';
import { deliveryOf, described, samplesOf } from '../providers/deliveries.ts';
import { localTraces } from './local-traces.ts';
import { placesOf } from './markers.ts';

/** What of a header proves something: a time, a version or a word is no secret. */
const proofs = (value: string) => value.split(/[\s,;]|\w+=(?=\w{20})/).filter((part) => part.length >= 20);

describe.each(described.map((provider) => [provider.id, provider] as const))('of a delivery of %s', (id, provider) => {
	it('neither the signature nor the secret is left, taken, sent again or refused; its body is', async () => {
		const { scheme } = provider;
		const path = `/webhooks/${id}`;
		const options = { header: 'x-signature', timestamp: 'x-timestamp' };
		const platform = localPlatform(id, [{ function: id, source: id, ack: 'stored', path }], { [id]: { options } });
		const on = overHttp(platform);
		const secret = scheme.generate();
		on.secrets.set(secretName(id, 'WEBHOOK_SECRET'), secret.verifying);
		const handler = receive(providers[id] ?? provider, on);
		const [sample] = samplesOf(provider);
		const unsigned = arriving({ ...deliveryOf(sample as NonNullable<typeof sample>, 'id-1'), path });
		const signed = await scheme.sign(unsigned, secret.signing);
		const stranger = await scheme.sign(unsigned, scheme.generate().signing);

		const replies = [];
		for (const sent of [signed, signed, stranger]) replies.push((await handler(httpEvent(sent, true), {})) as { status: number });

		const traces = { ...localTraces(platform), answers: JSON.stringify(replies) };
		const hidden = [signed, stranger].flatMap(({ headers, query }) => [
			...scheme.credentials.flatMap((name) => proofs(headers[name] ?? '')),
			...proofs(new URLSearchParams(query).get(scheme.queryCredential ?? '') ?? ''),
		]);
		expect(replies.map(({ status }) => status)).toEqual([...Array(2).fill(provider.accepted?.status ?? 200), 401]);
		if (signed.headers[scheme.credentials[0] ?? ''] !== undefined) expect(hidden.length).toBeGreaterThanOrEqual(2);
		// A token that is sent in the body is kept with it, and nowhere else.
		const inBody = signed.rawBody.includes(secret.verifying) ? ['body', 'files'] : [];
		expect(new Set([...hidden, secret.verifying, secret.signing].flatMap((text) => placesOf(text, traces)))).toEqual(new Set(inBody));
		expect(placesOf(signed.rawBody.toString('latin1').slice(0, 40), traces)).toEqual(['body', 'files']);
		on.close();
	});
});
