import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The type is `event`, such as `build.finished`; the payload is the whole body. A webhook of Buildkite signs, or sends its token as it is: this is the former. */
export const buildkite: DirectProvider = {
	id: 'buildkite',
	name: 'Buildkite',
	docs: 'https://buildkite.com/docs/apis/webhooks/pipelines#webhook-signature',
	scheme: hmacSignature({
		header: 'x-buildkite-signature',
		signs: '{time}.{body}',
		encoding: 'hex',
		prefix: 'signature=',
		list: { separator: ',', time: 'timestamp=' },
		// Buildkite names no tolerance; this one is ours.
		time: { tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	// It gives its deliveries no id; the bytes of a build that changes differ.
	identify: (body, { rawBody }) => [{ id: sha256(rawBody), type: textAt(body, 'event'), payload: body }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: 'the digest of the body',
	secret: 'the token of the webhook, which has to be set to send a signature, not the token itself',
	rotation: 'not stated',
};
