import { form } from '../parsers/form.ts';
import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider, Identified, ProviderFamily } from '../webhook/provider.ts';
import type { DirectScheme } from '../webhook/scheme.ts';
import { isUnsigned, readEventPlace } from './reading/event-place.ts';
import { type HmacOptions, hmacOptionNames, hmacOptions } from './reading/hmac-options.ts';
import { sha256 } from './reading/sha256.ts';

/**
 * Any sender that signs its body with an HMAC, as the source's options say:
 * - `header` holds the signature; `algorithm` is sha1, sha256 (default) or sha512; `encoding` hex (default) or base64; `prefix` stands before it
 * - `timestamp` is a header with unix seconds; then `<timestamp>.<body>` is what is signed, and `tolerance` (300) is in seconds
 * - `id` and `type` are each `header:<name>` or a path such as `$.event.id`; else `$.id`, or the SHA-256 of the body, and `$.type`
 *
 * The payload is the whole body.
 */
export const hmac: ProviderFamily = { id: 'hmac', options: hmacOptionNames, configure: (options) => provider(hmacOptions(options)) };

function provider(options: HmacOptions): DirectProvider {
	const { id, type = '$.type' } = options;
	const unsigned = [...(id && isUnsigned(id) ? (['id'] as const) : []), ...(isUnsigned(type) ? (['type'] as const) : [])];
	return {
		id: 'hmac',
		name: 'HMAC',
		docs: 'https://www.rfc-editor.org/rfc/rfc2104',
		scheme: scheme(options),
		contentTypes: { 'application/json': json, 'application/cloudevents+json': json, 'application/x-www-form-urlencoded': form },
		identify: (body, delivery): readonly Identified[] => [
			{
				id: readEventPlace(id ?? '$.id', body, delivery) ?? (id === undefined ? sha256(delivery.rawBody) : undefined),
				type: readEventPlace(type, body, delivery),
				payload: body,
				...(unsigned.length > 0 && { unsigned }),
			},
		],
		// Not known, so longer than the schedules that are common.
		retryHorizon: 7 * 24 * 60 * 60,
		expects: 'any 2xx',
		unsigned: options.timestamp ? 'the URL and the other headers' : 'the URL, the other headers and the time',
		sameEvent: 'what the option `id` names; else `$.id`, or the digest of the body',
		secret: 'the key that is shared with the sender, as text',
		rotation: 'as the sender does it; two secrets are tried while `…_PREVIOUS` is set',
	};
}

function scheme({ header, algorithm = 'sha256', encoding = 'hex', prefix, timestamp, tolerance = 300 }: HmacOptions): DirectScheme {
	const common = { header: header.toLowerCase(), algorithm, encoding, ...(prefix && { prefix }) };
	if (timestamp === undefined) return hmacSignature(common);
	return hmacSignature({ ...common, signs: '{time}.{body}', time: { header: timestamp.toLowerCase(), tolerance } });
}
