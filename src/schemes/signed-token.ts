import { hash, type KeyObject } from 'node:crypto';
import type { Delivery } from '../webhook/delivery.ts';
import type { Coverage, Disbelief, Scheme } from '../webhook/scheme.ts';
import { checkTime, clocks } from './clock.ts';
import { decode } from './decode.ts';
import { sameBytes } from './hmac.ts';
import { readJsonOnce } from './read-json.ts';
import { readKeys } from './read-keys.ts';
import { refused } from './refused.ts';
import { keyRequest, readTokenHead, type TokenHead, tryEach } from './token-head.ts';
import { algorithmFor, type TokenKeys } from './token-keys.ts';
import { isTokenSigned, tokenPart, tokenSignature } from './token-signature.ts';

type Claim = string | boolean | ((delivery: Delivery) => string);

export type SignedTokenOptions = {
	/** A header (lower case), or the body itself; then `carries` is the claim that holds what is sent. */
	readonly place: { readonly header: string; readonly prefix?: string } | { readonly carries: string };
	readonly keys: TokenKeys;
	/** What has to stand in the token, besides what a secret says; such as {@link digestOf}. */
	readonly claims?: Readonly<Record<string, Claim>>;
	/** What these claims cover. */
	readonly covers: Coverage;
	/** Which claim says when it was signed; for how many seconds it is believed; and for how many the sender says that it is good, where it says so. */
	readonly time?: { readonly claim: 'iat' | 'nbf'; readonly tolerance: number; readonly lifetime?: number };
};

/** The clocks of two computers. */
const leeway = 10;

/** A JSON Web Token (RFC 7519), signed by an algorithm of the scheme. It covers of a delivery what its claims name. */
export function signedToken({ place, keys, claims = {}, covers, time }: SignedTokenOptions): Scheme {
	const { get, put } = placeOf(place);
	const expected = Object.entries(claims);
	const stated = (claim: Claim, delivery: Delivery) => (typeof claim === 'function' ? claim(delivery) : claim);
	return {
		name: 'jwt',
		credentials: 'header' in place ? [place.header] : [],
		covers,
		...(time && { tolerance: time.tolerance }),
		...(keys.at && { keysAt: (delivery, secrets) => keyRequest(secrets, keys, readToken(get(delivery), keys)?.id) }),
		sign: async (delivery, signing) => {
			const secret = keys.signing(signing);
			const now = Math.floor(delivery.receivedAt / 1000);
			const payload = {
				jti: delivery.requestId,
				...Object.fromEntries(expected.map(([name, claim]) => [name, stated(claim, delivery)])),
				...secret.claims,
				...('carries' in place && { [place.carries]: delivery.rawBody.toString() }),
				...(time && { [time.claim]: now, ...(time.lifetime && { exp: now + time.lifetime }) }),
			};
			const alg = algorithmFor(secret.key, keys.algorithms);
			if (alg === undefined) throw new TypeError('the key is of no algorithm of the sender');
			const text = `${tokenPart({ alg, typ: 'JWT', kid: 'hookport' })}.${tokenPart(payload)}`;
			return put(delivery, `${text}.${tokenSignature(text, secret.key, alg)}`);
		},
		verify: async (delivery, secrets, published) => {
			const all = readKeys(secrets, keys.verifying);
			const sent = get(delivery);
			if (sent === '') return refused('signature-missing');
			const token = readToken(sent, keys);
			if (token === undefined) return refused('signature-malformed');
			return tryEach({
				secrets: all,
				keyOf: ({ key }) => key ?? (token.id === undefined ? undefined : keys.find(published, token.id)),
				check: (key, secret) => {
					const read = readClaims(token, key, delivery.receivedAt);
					if (typeof read === 'string') return read;
					const reading = { clock: clocks.seconds, receivedAt: delivery.receivedAt, tolerance: time?.tolerance ?? 0 };
					const disbelief = time && checkTime(String(read[time.claim]), reading);
					if (disbelief) return disbelief;
					if (time?.lifetime !== undefined && read.exp === undefined) return 'timestamp-malformed';
					const holds = ([name, claim]: readonly [string, Claim]) => isSame(read[name], stated(claim, delivery));
					return expected.every(holds) && Object.entries(secret.claims).every(holds) ? undefined : 'signature-mismatch';
				},
			});
		},
		generate: keys.generate,
	};
}

/** The claim is the SHA-256 of the body, or of the URL. */
export function digestOf(part: 'body' | 'url', encoding: 'hex' | 'base64'): (delivery: Delivery) => string {
	return ({ rawBody, url }) => hash('sha256', part === 'body' ? rawBody : url, encoding);
}

function placeOf(place: SignedTokenOptions['place']) {
	if ('carries' in place)
		return {
			get: ({ rawBody }: Delivery): string | undefined => rawBody.toString('latin1'),
			put: (delivery: Delivery, token: string): Delivery => ({ ...delivery, rawBody: Buffer.from(token) }),
		};
	const { header, prefix = '' } = place;
	return {
		get: ({ headers }: Delivery): string | undefined => {
			const value = headers[header] ?? '';
			return value === '' || value.startsWith(prefix) ? value.slice(prefix.length) : undefined;
		},
		put: (delivery: Delivery, token: string): Delivery => ({ ...delivery, headers: { ...delivery.headers, [header]: prefix + token } }),
	};
}

type Token = TokenHead & { readonly text: string; readonly claims: Buffer; readonly signature: Buffer };

/** Of three parts in their one spelling. */
function readToken(token: string | undefined, keys: TokenKeys): Token | undefined {
	const [head = '', payload, last, ...others] = token?.split('.', 4) ?? [];
	if (!payload || !last || others.length > 0) return undefined;
	const [claims, signature] = [decode(payload, 'base64url'), decode(last, 'base64url')];
	const read = claims && signature && readTokenHead(head, keys);
	return read && { id: read.id, algorithm: read.algorithm, text: `${head}.${payload}`, claims, signature };
}

type Claims = Readonly<Record<string, unknown>>;

/** The claims of a token that is signed and of this time (RFC 7519, 4.1). */
function readClaims(token: Token, key: KeyObject, receivedAt: number): Claims | Disbelief {
	if (!isTokenSigned(token, key)) return 'signature-mismatch';
	const read = readJsonOnce(token.claims);
	if (typeof read !== 'object' || read === null || Array.isArray(read)) return 'signature-malformed';
	const { iat, nbf, exp } = read as Claims;
	const now = Math.floor(receivedAt / 1000);
	if (!isTime(iat) || !isTime(nbf) || !isTime(exp)) return 'timestamp-malformed';
	if (nbf !== undefined && nbf > now + leeway) return 'timestamp-future';
	return exp !== undefined && exp <= now - leeway ? 'timestamp-stale' : (read as Claims);
}

function isTime(value: unknown): value is number | undefined {
	return value === undefined || typeof value === 'number';
}

function isSame(given: unknown, expected: string | boolean): boolean {
	if (typeof given === 'string' && typeof expected === 'string') return sameBytes(Buffer.from(given), Buffer.from(expected));
	return sameBytes(Buffer.from(JSON.stringify(given) ?? ''), Buffer.from(JSON.stringify(expected)));
}
