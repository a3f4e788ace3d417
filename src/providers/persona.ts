import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The type is `data.attributes.name`, such as `inquiry.completed`. The payload is `data.attributes.payload`: the object in `data`, and what it includes. */
export const persona: DirectProvider = {
	id: 'persona',
	name: 'Persona',
	docs: 'https://docs.withpersona.com/webhooks-best-practices',
	// Persona names no tolerance; this one is ours.
	scheme: hmacSignature({
		header: 'persona-signature',
		signs: '{time}.{body}',
		encoding: 'hex',
		prefix: 'v1=',
		list: { separator: ',', time: 't=', lists: ' ' },
		time: { tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [
		{
			id: textAt(body, 'data', 'id'),
			type: textAt(body, 'data', 'attributes', 'name'),
			payload: valueAt(body, 'data', 'attributes', 'payload'),
		},
	],
	// Not stated for every version of the API; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 5,
	expects: '200, 201, 202 or 204',
	unsigned: 'the URL and the other headers',
	sameEvent: '`data.id`, the same over retries',
	secret: 'the secret of the webhook',
	rotation: 'both secrets sign while one rotates',
};
