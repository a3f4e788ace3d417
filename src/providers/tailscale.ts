import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** One delivery holds several events. The type is `type`, such as `nodeCreated`; the payload is the item of the list. */
export const tailscale: DirectProvider = {
	id: 'tailscale',
	name: 'Tailscale',
	docs: 'https://tailscale.com/kb/1213/webhooks',
	scheme: hmacSignature({
		header: 'tailscale-webhook-signature',
		signs: '{time}.{body}',
		encoding: 'hex',
		prefix: 'v1=',
		list: { separator: ',', time: 't=' },
		time: { tolerance: 300 },
		secretPrefix: 'tskey-webhook-',
	}),
	contentTypes: { 'application/json': json },
	identify: (body, { rawBody }) =>
		(Array.isArray(body) ? body : [body]).map((event: unknown, index) => ({
			id: `${sha256(rawBody)}:${index}`,
			type: textAt(event, 'type'),
			payload: event,
		})),
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: 'the digest of the body, and the place in it',
	secret: 'the secret of the webhook, `tskey-webhook-…`',
	rotation: 'not stated',
};
