import type { Delivery } from '../webhook/delivery.ts';
import type { Scheme } from '../webhook/scheme.ts';
import { textAt } from '../webhook/text-at.ts';
import { type ClockName, checkTime, clocks } from './clock.ts';
import { decode } from './decode.ts';
import { sameBytes } from './hmac.ts';
import { readJson } from './read-json.ts';
import { readKeys } from './read-keys.ts';
import { refused } from './refused.ts';
import { keyRequest, readTokenHead, tryEach } from './token-head.ts';
import { algorithmFor, type TokenKeys } from './token-keys.ts';
import { isTokenSigned, tokenPart, tokenSignature } from './token-signature.ts';

export type DetachedJwsOptions = {
	/** Lower case. */
	readonly header: string;
	readonly keys: TokenKeys;
	/** The header that names the key, where it is not the one in the JWS; lower case. */
	readonly keyId?: string;
	/** What is signed; the body unless told. */
	readonly payload?: (delivery: Delivery, time: string) => Buffer;
	readonly time?: { readonly header: string; readonly clock?: ClockName; readonly tolerance: number };
	/** Fields of the body that have to be what the words of the secret after the first say, since the sender signs for all its customers with one key. */
	readonly states?: readonly string[];
};

/** `<protected header>..<signature>`: a JWS whose payload is the body (RFC 7515, appendix F), or something with the body in it. */
export function detachedJws(options: DetachedJwsOptions): Scheme {
	const { header, keys, keyId, payload = ({ rawBody }) => rawBody, time, states = [] } = options;
	const clock = clocks[time?.clock ?? 'seconds'];
	const idOf = ({ headers }: Delivery, own: string | undefined) => (keyId === undefined ? own : headers[keyId]);
	const partsOf = ({ headers }: Delivery) => readParts(headers[header] ?? '', keys);
	const isStated = ({ rawBody }: Delivery, words: readonly string[]) =>
		states.every((field, at) => sameBytes(Buffer.from(textAt(readJson(rawBody), field) ?? ''), Buffer.from(words[at + 1] ?? '')));
	return {
		name: 'detached-jws',
		credentials: [header],
		covers: { body: 'all', ...(time && { headers: [time.header] }) },
		...(time && { tolerance: time.tolerance }),
		keysAt: (delivery, secrets) => {
			const parts = partsOf(delivery);
			return keyRequest(secrets, keys, parts && idOf(delivery, parts.id));
		},
		sign: async (delivery, signing) => {
			const { key, words } = keys.signing(signing);
			if (!isStated(delivery, words)) throw new TypeError(`${header}: the body does not say what the secret does`);
			const printed = clock.print(delivery.receivedAt);
			const alg = algorithmFor(key, keys.algorithms);
			if (alg === undefined) throw new TypeError(`${header}: the key is of no algorithm of the sender`);
			const head = tokenPart({ alg, kid: 'hookport' });
			const value = `${head}..${tokenSignature(`${head}.${payload(delivery, printed).toString('base64url')}`, key, alg)}`;
			const others = { ...(time && { [time.header]: printed }), ...(keyId !== undefined && { [keyId]: 'hookport' }) };
			return { ...delivery, headers: { ...delivery.headers, ...others, [header]: value } };
		},
		verify: async (delivery, secrets, published) => {
			const all = readKeys(secrets, keys.verifying);
			if (!delivery.headers[header]) return refused('signature-missing');
			const parts = partsOf(delivery);
			if (parts === undefined) return refused('signature-malformed');
			const printed = (time && delivery.headers[time.header]) ?? '';
			const disbelief = time && checkTime(printed, { clock, receivedAt: delivery.receivedAt, tolerance: time.tolerance });
			if (disbelief) return refused(disbelief);
			const id = idOf(delivery, parts.id);
			const text = `${parts.head}.${payload(delivery, printed).toString('base64url')}`;
			return tryEach({
				secrets: all,
				keyOf: ({ key }) => key ?? (id === undefined ? undefined : keys.find(published, id)),
				check: (key, { words }) => {
					const isSigned = isTokenSigned({ ...parts, text }, key);
					return isSigned && isStated(delivery, words) ? undefined : 'signature-mismatch';
				},
			});
		},
		generate: keys.generate,
	};
}

/** Both parts in their one spelling. */
function readParts(value: string, keys: TokenKeys) {
	const [head = '', payload, signature = '', ...others] = value.split('.', 4);
	const bytes = signature === '' ? undefined : decode(signature, 'base64url');
	if (payload !== '' || others.length > 0 || bytes === undefined) return undefined;
	const read = readTokenHead(head, keys);
	return read && { ...read, head, signature: bytes };
}
