import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The payload is `data`. Nothing of the body is signed: ask Moov's API before money moves. */
export const moov: DirectProvider = {
	id: 'moov',
	name: 'Moov',
	docs: 'https://docs.moov.io/guides/webhooks/check-webhook-signatures/',
	// The page does not say how the time is written, so its age is not checked.
	scheme: hmacSignature({
		header: 'x-signature',
		algorithm: 'sha512',
		encoding: 'hex',
		signs: '{header:x-timestamp}|{header:x-nonce}|{header:x-webhook-id}',
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [
		{ id: textAt(body, 'eventID'), type: textAt(body, 'type'), payload: valueAt(body, 'data') ?? body, unsigned: ['id', 'type'] },
	],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the body, the URL and the age: who holds a delivery can send any other body with its headers',
	sameEvent: '`eventID`, the same over retries',
	rotation: 'not stated',
};
