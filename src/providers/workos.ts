import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The type is `event`, such as `dsync.user.created`. The payload is `data`. */
export const workos: DirectProvider = {
	id: 'workos',
	name: 'WorkOS',
	docs: 'https://workos.com/docs/events/data-syncing/webhooks',
	scheme: hmacSignature({
		header: 'workos-signature',
		signs: '{time}.{body}',
		encoding: 'hex',
		prefix: 'v1=',
		list: { separator: ', ', time: 't=' },
		// As in WorkOS' own library.
		time: { clock: 'milliseconds', tolerance: 180 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'id'), type: textAt(body, 'event'), payload: valueAt(body, 'data') }],
	// From memory of WorkOS' documentation: twelve attempts within three days.
	retryHorizon: 3 * 24 * 60 * 60,
	expects: '200',
	unsigned: 'the URL and the other headers',
	sameEvent: '`id`, the same over retries',
	secret: 'the secret of the endpoint',
	rotation: 'not stated',
};
