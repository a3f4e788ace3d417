import { json } from '../parsers/json.ts';
import { digestOf, signedToken } from '../schemes/signed-token.ts';
import { publicTokenKeys } from '../schemes/token-keys.ts';
import type { Provider } from '../webhook/provider.ts';
import type { KeyRequest } from '../webhook/scheme.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';
import { tokenClaim } from './reading/token-claim.ts';

/**
 * The secret is `<client id>:<secret>`, with `sandbox:` before it for Plaid's sandbox; the keys are asked for with it. The type is `<webhook_type>.<webhook_code>`, such as
 * `TRANSACTIONS.SYNC_UPDATES_AVAILABLE`. The payload is the whole body.
 */
export const plaid: Provider = {
	id: 'plaid',
	name: 'Plaid',
	docs: 'https://plaid.com/docs/api/webhooks/webhook-verification/',
	scheme: signedToken({
		place: { header: 'plaid-verification' },
		keys: publicTokenKeys({
			algorithms: ['ES256'],
			title: '<client id>:<secret>',
			words: [/^(?:sandbox:)?[\w-]+:[\w-]+$/],
			example: ['client:secret'],
			at: keyAt,
		}),
		claims: { request_body_sha256: digestOf('body', 'hex') },
		covers: { body: 'all' },
		time: { claim: 'iat', tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	// Some, such as SYNC_UPDATES_AVAILABLE, are letter for letter the same each time they happen. So the time that is signed is a part of the id, whether a retry has it anew or not.
	identify: (body, { rawBody, headers }) => {
		const [type, code] = [textAt(body, 'webhook_type'), textAt(body, 'webhook_code')];
		const at = tokenClaim(headers['plaid-verification'], 'iat') ?? '';
		return [{ id: `${sha256(rawBody)}.${at}`, type: type && code && `${type}.${code}`, payload: body }];
	},
	// https://plaid.com/docs/api/webhooks/
	retryHorizon: 24 * 60 * 60,
	timeout: 10,
	expects: '200 within ten seconds',
	unsigned: 'the URL and the other headers',
	sameEvent: 'the digest of the body and `iat` of the token; not stated whether a retry has another',
	secret: '`<client id>:<secret>` of the account, with `sandbox:` before it for the sandbox',
	rotation: 'none to do: each token says which key it is signed with',
};

// https://plaid.com/docs/api/webhooks/webhook-verification/#webhook_verification_keyget
function keyAt([words = '']: readonly string[], id: string): KeyRequest {
	const [secret, client, sandbox] = words.split(':').reverse();
	const host = sandbox === undefined ? 'production.plaid.com' : 'sandbox.plaid.com';
	return { url: `https://${host}/webhook_verification_key/get`, post: { client_id: client, secret, key_id: id } };
}
