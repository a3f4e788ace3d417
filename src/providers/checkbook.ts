import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The type is `type` and `status`, such as `CHECK.PAID`, or `type` alone. The payload is the whole body. */
export const checkbook: DirectProvider = {
	id: 'checkbook',
	name: 'Checkbook',
	docs: 'https://docs.checkbook.io/reference/webhooks',
	// The nonce is no clock. A digit of it that is moved to the end of the body leaves no JSON.
	scheme: hmacSignature({
		header: 'signature',
		signs: '{body}{item:nonce}',
		encoding: 'hex',
		prefix: 'signature=',
		list: { separator: ',', items: { nonce: '1243549809' } },
	}),
	contentTypes: { 'application/json': json },
	identify: (body, { rawBody }) => [identifyOne(body, rawBody)],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL, the other headers and the time',
	sameEvent: '`id` with the status, or the digest of the body; the same over retries',
	secret: 'the webhooks key of the environment, 32 hex digits',
	rotation: 'not stated',
};

function identifyOne(body: unknown, rawBody: Buffer): Identified {
	const [type, status, id] = [textAt(body, 'type'), textAt(body, 'status'), textAt(body, 'id')];
	if (status === undefined) return { id: sha256(rawBody), type, payload: body };
	return { id: id && `${id}.${status}`, type: type && `${type}.${status}`, payload: body };
}
