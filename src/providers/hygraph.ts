import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The type is `operation`, such as `publish`; the payload is `data`. */
export const hygraph: DirectProvider = {
	id: 'hygraph',
	name: 'Hygraph',
	docs: 'https://hygraph.com/docs/api-reference/basics/webhooks',
	// What is signed is JSON, with the body in it as a text. Hygraph names no tolerance; this one is ours.
	scheme: hmacSignature({
		header: 'gcms-signature',
		signs: '{"Body":{json-body},"EnvironmentName":"{item:env}","TimeStamp":{time}}',
		encoding: 'base64',
		prefix: 'sign=',
		list: { separator: ', ', time: 't=', items: { env: 'master' }, signatureFirst: true },
		time: { clock: 'milliseconds', tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => [{ id: idOf(body, delivery), type: textAt(body, 'operation'), payload: valueAt(body, 'data') }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent:
		'the digest of the body, the same over retries; where the webhook does not include the entry, with the time of the signature: not stated whether a retry has another',
	secret: 'the signing secret of the webhook',
	rotation: 'not stated',
};

/** Without the entry a body only says which one it is, and is the same text each time that this one is published. */
function idOf(body: unknown, { headers, rawBody }: Delivery): string {
	const digest = sha256(rawBody);
	if (textAt(body, 'data', 'updatedAt') !== undefined) return digest;
	const [, time = ''] = /(?:^|, )t=([0-9]+)/.exec(headers['gcms-signature'] ?? '') ?? [];
	return `${digest}.${time}`;
}
