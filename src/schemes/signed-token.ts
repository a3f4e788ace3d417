import { createHash, type KeyObject } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Delivery } from '../webhook/delivery.ts';
import type { Coverage, Disbelief, Scheme } from '../webhook/scheme.ts';
import { checkTime, clocks } from './clock.ts';
import { decode } from './decode.ts';
import { sameBytes } from './hmac.ts';
import { readKeys } from './read-keys.ts';
import { refused } from './refused.ts';
import { keyRequest, readTokenHead, type TokenHead, tryEach } from './token-head.ts';
import { algorithmFor, type TokenKeys, type TokenSecret } from './token-keys.ts';

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
	const expected = (delivery: Delivery, secret: TokenSecret) =>
		Object.entries({ ...claims, ...secret.claims }).map(
			([name, claim]) => [name, typeof claim === 'function' ? claim(delivery) : claim] as const,
		);
	return {
		name: 'jwt',
		credentials: 'header' in place ? [place.header] : [],
		covers,
		...(time && { tolerance: time.tolerance }),
		...(keys.at && { keysAt: (delivery, secrets) => keyRequest(secrets, keys, headOf(get(delivery), keys)?.id) }),
		sign: async (delivery, signing) => {
			const secret = keys.signing(signing);
			const now = Math.floor(delivery.receivedAt / 1000);
			const payload = {
				jti: delivery.requestId,
				...Object.fromEntries(expected(delivery, secret)),
				...('carries' in place && { [place.carries]: delivery.rawBody.toString() }),
				...(time && { [time.claim]: now, ...(time.lifetime && { exp: now + time.lifetime }) }),
			};
			const alg = algorithmFor(secret.key, keys.algorithms) ?? '';
			return put(delivery, await new SignJWT(payload).setProtectedHeader({ alg, typ: 'JWT', kid: 'hookport' }).sign(secret.key));
		},
		verify: async (delivery, secrets, published) => {
			const all = readKeys(secrets, keys.verifying);
			const token = get(delivery);
			if (token === '') return refused('signature-missing');
			const head = headOf(token, keys);
			if (token === undefined || head === undefined) return refused('signature-malformed');
			return await tryEach({
				secrets: all,
				keyOf: ({ key }) => key ?? (head.id === undefined ? undefined : keys.find(published, head.id)),
				check: async (key, secret) => {
					const read = await readClaims(token, { key, keys, receivedAt: delivery.receivedAt });
					if (typeof read === 'string') return read;
					const reading = { clock: clocks.seconds, receivedAt: delivery.receivedAt, tolerance: time?.tolerance ?? 0 };
					const disbelief = time && checkTime(String(read[time.claim]), reading);
					if (disbelief) return disbelief;
					if (time?.lifetime !== undefined && read.exp === undefined) return 'timestamp-malformed';
					return expected(delivery, secret).every(([name, value]) => isSame(read[name], value)) ? undefined : 'signature-mismatch';
				},
			});
		},
		generate: keys.generate,
	};
}

/** The claim is the SHA-256 of the body, or of the URL. */
export function digestOf(part: 'body' | 'url', encoding: 'hex' | 'base64'): (delivery: Delivery) => string {
	return ({ rawBody, url }) =>
		createHash('sha256')
			.update(part === 'body' ? rawBody : url)
			.digest(encoding);
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

/** Of three parts in their one spelling. */
function headOf(token: string | undefined, keys: TokenKeys): TokenHead | undefined {
	const parts = token?.split('.', 4) ?? [];
	const [head = '', payload = '', signature = ''] = parts;
	if (parts.length !== 3 || [payload, signature].some((part) => part === '' || decode(part, 'base64url') === undefined)) return undefined;
	return readTokenHead(head, keys);
}

type Reading = { readonly key: KeyObject; readonly keys: TokenKeys; readonly receivedAt: number };

async function readClaims(token: string, { key, keys, receivedAt }: Reading): Promise<JWTPayload | Disbelief> {
	const algorithm = algorithmFor(key, keys.algorithms);
	if (algorithm === undefined) return 'signature-mismatch';
	try {
		const options = { algorithms: [algorithm], currentDate: new Date(receivedAt), clockTolerance: leeway };
		return (await jwtVerify(token, key, options)).payload;
	} catch (error) {
		if (error instanceof errors.JWTExpired) return 'timestamp-stale';
		if (error instanceof errors.JWTClaimValidationFailed) return error.reason === 'invalid' ? 'timestamp-malformed' : 'timestamp-future';
		if (error instanceof errors.JWTInvalid) return 'signature-malformed';
		if (error instanceof errors.JOSEError) return 'signature-mismatch';
		throw error;
	}
}

function isSame(given: unknown, expected: string | boolean): boolean {
	return sameBytes(Buffer.from(JSON.stringify(given) ?? ''), Buffer.from(JSON.stringify(expected)));
}
