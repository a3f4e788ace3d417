import { multipart } from '../../../src/parsers/multipart.ts';
import { providers } from '../../../src/providers/providers.ts';
import { receive } from '../../../src/receive.ts';
import { basicAuth } from '../../../src/schemes/basic-auth.ts';
import { hmacSignature } from '../../../src/schemes/hmac-signature.ts';
import { sharedToken } from '../../../src/schemes/shared-token.ts';
import type { Delivery } from '../../../src/webhook/delivery.ts';
import type { Provider } from '../../../src/webhook/provider.ts';
import type { Reply } from '../../../src/webhook/reply.ts';
import type { SecretPair } from '../../../src/webhook/scheme.ts';
import { arriving, httpEvent } from '../../http-event.ts';
import { delivery, deliveryOf, described, kinds, samplesOf } from '../../providers/deliveries.ts';
import { countingPlatform } from './counting-platform.ts';

/** The receiver's clock stands still. */
export const now = Date.UTC(2026, 10, 24);

export type Target = {
	readonly provider: Provider;
	readonly secret: SecretPair;
	/** As they come from the network, not signed yet. */
	readonly samples: readonly Delivery[];
	/** Headers that carry a signature, a time or an id that is signed. */
	readonly telling: readonly string[];
	readonly post: (sent: Delivery) => Promise<Reply>;
	/** How often store and queue were asked for something. */
	readonly steps: () => number;
};

const multipartBody = [
	...['--x', 'Content-Disposition: form-data; name="id"', '', '1'],
	...['--x', 'Content-Disposition: form-data; name="type"', '', 't'],
	...['--x', 'Content-Disposition: form-data; name="f"; filename="a.txt"', 'Content-Type: text/plain', '', 'bytes', '--x--', ''],
].join('\r\n');

/** Schemes and parsers that no provider of today has. */
function madeUp(id: string, changes: Partial<Provider>): Provider {
	const [hmac] = described.filter((each) => each.id === 'hmac');
	if (hmac === undefined) throw new Error('no provider hmac');
	return { ...hmac, id, ...changes };
}
const other: readonly (readonly [Provider, readonly Delivery[]])[] = [
	[
		madeUp('multipart', {
			scheme: hmacSignature({ header: 'x-signature', algorithm: 'sha1', encoding: 'base64' }),
			contentTypes: { 'multipart/form-data': multipart },
		}),
		[delivery(multipartBody, { 'content-type': 'multipart/form-data; boundary=x' })],
	],
	[madeUp('basic', { scheme: basicAuth() }), [delivery('{"id":"1","type":"t"}')]],
	[madeUp('token', { scheme: sharedToken({ header: 'x-token' }) }), [delivery('{"id":"1","type":"t"}')]],
];

/** Forms of a provider that no sample has. */
const more: Readonly<Record<string, readonly Delivery[]>> = {
	// Its signature covers the digest of the body in the query: https://www.twilio.com/docs/events/webhook-quickstart
	twilio: [delivery('[{"id":"1","type":"t","data":{}}]')],
};

const options = { header: 'x-signature', timestamp: 'x-timestamp' };

/** @param providers one of each kind of proof, unless told */
export async function createTargets(providers: readonly Provider[] = kinds): Promise<readonly Target[]> {
	const known = providers.map(
		(provider) =>
			[provider, [...samplesOf(provider).map((sample, at) => deliveryOf(sample, `id-${at}`)), ...(more[provider.id] ?? [])]] as const,
	);
	return await Promise.all([...known, ...other].map(([provider, samples]) => createTarget(provider, samples)));
}

async function createTarget(provider: Provider, samples: readonly Delivery[]): Promise<Target> {
	const { id, scheme } = provider;
	const secret = scheme.generate();
	const platform = countingPlatform(id, options, secret.verifying, () => now);
	const handler = receive(providers[id] ?? provider, platform);
	const [first = delivery('')] = samples;
	const signed = await scheme.sign(first, secret.signing);
	return {
		provider,
		secret,
		samples: samples.map((sample) => arriving({ ...sample, path: `/webhooks/${id}`, receivedAt: now })),
		telling: Object.keys(signed.headers).filter((name) => signed.headers[name] !== first.headers[name]),
		// Sound because the platform responds with the reply itself.
		post: async (sent) => (await handler(httpEvent(sent, true), {})) as Reply,
		steps: platform.steps,
	};
}
