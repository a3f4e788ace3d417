import { createHash } from 'node:crypto';
import { computeQuery } from '../handshakes/compute-query.ts';
import { json } from '../parsers/json.ts';
import { derKeys } from '../schemes/der-keys.ts';
import { publicKeySignature } from '../schemes/public-key-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { json as jsonReply } from '../webhook/reply.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The header's only form. Its `kid` says which of eBay's keys it is. */
const wrapped = /^\{"alg":"ecdsa","kid":"[\w-]{1,100}","signature":"([A-Za-z0-9+/]{1,200}={0,2})","digest":"SHA1"\}$/;

/**
 * The Notification API. The secret is eBay's public key, in one line without its BEGIN and END: `key` of `getPublicKey`, which wants an access token. The verify token is the one of the
 * destination. The type is `metadata.topic`, such as `MARKETPLACE_ACCOUNT_DELETION`. The payload is `notification`.
 */
export const ebay: DirectProvider = {
	id: 'ebay',
	name: 'eBay',
	docs: 'https://developer.ebay.com/api-docs/commerce/notification/overview.html',
	// SHA-1 is all that eBay signs with.
	scheme: publicKeySignature({
		header: 'x-ebay-signature',
		encoding: 'base64',
		keys: derKeys('ecdsa-p256', 'sha1'),
		form: { read: unwrap, write: wrap },
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [
		{ id: textAt(body, 'notification', 'notificationId'), type: textAt(body, 'metadata', 'topic'), payload: valueAt(body, 'notification') },
	],
	// https://developer.ebay.com/marketplace-account-deletion
	handshakes: [
		computeQuery({
			parameter: 'challenge_code',
			token: /^[\w-]{1,128}$/,
			needs: 'VERIFY_TOKEN',
			answer: (code, token, { url }) => {
				const endpoint = url.split('?', 1).join('');
				return jsonReply({ challengeResponse: createHash('sha256').update(code).update(token).update(endpoint).digest('hex') });
			},
			title: '`challenge_code` in a GET: the SHA-256 of it, the verify token and the URL',
		}),
	],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned:
		'the time, and for whom it is, as far as is stated: eBay signs for all its developers with one key; the URL, and the other headers',
	sameEvent: '`notification.notificationId`, the same over retries',
	secret:
		"eBay's public key, in one line without its BEGIN and END: `key` of `getPublicKey`. The verification token of the destination is `<SOURCE>_VERIFY_TOKEN`",
	rotation: 'another key has another id (`kid`): both public keys can be set',
};

function unwrap(value: string): string | undefined {
	const text = Buffer.from(value, 'base64').toString('latin1');
	// In one spelling.
	if (Buffer.from(text, 'latin1').toString('base64') !== value) return undefined;
	return wrapped.exec(text)?.[1];
}

function wrap(signature: string): string {
	return Buffer.from(JSON.stringify({ alg: 'ecdsa', kid: 'hookport', signature, digest: 'SHA1' })).toString('base64');
}
