import type { KeyObject } from 'node:crypto';
import type { Disbelief, KeyRequest, Verdict } from '../webhook/scheme.ts';
import { textAt } from '../webhook/text-at.ts';
import { decode } from './decode.ts';
import { readJsonOnce } from './read-json.ts';
import { readKeys } from './read-keys.ts';
import type { TokenAlgorithm, TokenKeys, TokenSecret } from './token-keys.ts';

/** What a token says of itself, before anybody believes it. */
export type TokenHead = { readonly id: string | undefined; readonly algorithm: TokenAlgorithm };

/** Ids of keys go into requests. */
const keyId = /^[\w.:=+/-]{1,200}$/;

/** The protected header (RFC 7515, 4). `undefined` where it is none, asks for an extension, or has an algorithm that is not the sender's. */
export function readTokenHead(text: string, { algorithms }: TokenKeys): TokenHead | undefined {
	const bytes = decode(text, 'base64url');
	const head = bytes && readJsonOnce(bytes);
	if (typeof head !== 'object' || head === null || Object.hasOwn(head, 'crit') || Object.hasOwn(head, 'b64')) return undefined;
	const named = textAt(head, 'alg');
	const algorithm = algorithms.find((each) => each === named);
	return algorithm && { id: textAt(head, 'kid'), algorithm };
}

/** Where the key of this id is to be asked for, if a secret does not state its own. */
export function keyRequest(secrets: readonly string[], keys: TokenKeys, id: string | undefined): KeyRequest | undefined {
	const asking = readKeys(secrets, keys.verifying).find(({ key }) => key === undefined);
	return asking && id !== undefined && keyId.test(id) ? keys.at?.(asking.words, id) : undefined;
}

type Tried = {
	readonly secrets: readonly TokenSecret[];
	/** What each of the secrets is to be tried with. */
	readonly keyOf: (secret: TokenSecret) => KeyObject | undefined;
	/** Why it is not believed, or `undefined`. */
	readonly check: (key: KeyObject, secret: TokenSecret) => Disbelief | undefined;
};

/** Tries the secrets in turn. A signature that is good but late says so. */
export function tryEach({ secrets, keyOf, check }: Tried): Verdict {
	const reasons: Disbelief[] = [];
	for (const [index, secret] of secrets.entries()) {
		const key = keyOf(secret);
		const reason = key === undefined ? 'signature-mismatch' : check(key, secret);
		if (reason === undefined) return { valid: true, secret: index };
		reasons.push(reason);
	}
	return { valid: false, reason: reasons.find((reason) => reason !== 'signature-mismatch') ?? 'signature-mismatch' };
}
