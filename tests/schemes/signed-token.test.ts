import { createHash, createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { jwtVerify, SignJWT } from 'jose';
import { digestOf, type SignedTokenOptions, signedToken } from '../../src/schemes/signed-token.ts';
import { publicTokenKeys, sharedTokenKeys } from '../../src/schemes/token-keys.ts';
import { SecretError } from '../../src/webhook/scheme.ts';
import { aDelivery, receivedAt, withHeaders } from './a-delivery.ts';
import { edDsa, es256, hs256, jwkOf, makeToken, pairs, rs256, rs512, spkiOf } from './make-token.ts';

const secret = 'shared-secret';
const now = Math.floor(receivedAt / 1000);
const hash = createHash('sha256').update(aDelivery().rawBody).digest('hex');
const claims = { iss: 'sender', sha256: hash, iat: now, exp: now + 300 };
const head = { alg: 'HS256', typ: 'JWT' };
const sent = (token: string) => withHeaders(aDelivery(), { 'x-token': token });
const options: SignedTokenOptions = {
	place: { header: 'x-token' },
	keys: sharedTokenKeys(),
	claims: { iss: 'sender', sha256: digestOf('body', 'hex') },
	covers: { body: 'all' },
	time: { claim: 'iat', tolerance: 300, lifetime: 300 },
};
const scheme = signedToken(options);
const refused = (reason: string) => ({ valid: false, reason });

describe('a token with a shared secret', () => {
	const good = makeToken(head, claims, hs256(secret));

	it('is believed, made by hand or by us, with whichever secret it was', async () => {
		const ours = await scheme.sign(aDelivery(), secret);

		expect(await scheme.verify(sent(good), [secret])).toEqual({ valid: true, secret: 0 });
		expect(await scheme.verify(ours, ['another', secret])).toEqual({ valid: true, secret: 1 });
		expect(await scheme.verify(ours, ['another'])).toEqual(refused('signature-mismatch'));
	});

	it('is what the library jose makes of it, both ways', async () => {
		const key = createSecretKey(Buffer.from(secret));
		const ours = await scheme.sign(aDelivery(), secret);
		const theirs = await new SignJWT(claims).setProtectedHeader(head).sign(key);

		const { payload } = await jwtVerify(ours.headers['x-token'] ?? '', key, { currentDate: new Date(receivedAt) });
		expect(payload).toMatchObject({ iss: 'sender', sha256: hash, iat: now, exp: now + 300 });
		expect(await scheme.verify(sent(theirs), [secret])).toEqual({ valid: true, secret: 0 });
	});

	it.each<readonly [string, string, string]>([
		['no token', '', 'signature-missing'],
		['two parts', good.split('.').slice(0, 2).join('.'), 'signature-malformed'],
		['four parts', `${good}.x`, 'signature-malformed'],
		['no signature', good.replace(/[^.]*$/, ''), 'signature-malformed'],
		['padding', `${good}=`, 'signature-malformed'],
		['a space around', ` ${good}`, 'signature-malformed'],
		[
			'loose bits',
			`${good.slice(0, -1)}${good.endsWith('A') ? 'B' : String.fromCharCode(good.charCodeAt(good.length - 1) + 1)}`,
			'signature-malformed',
		],
		['alg none', makeToken({ alg: 'none' }, claims, () => Buffer.alloc(32)), 'signature-malformed'],
		['no alg', makeToken({ typ: 'JWT' }, claims, hs256(secret)), 'signature-malformed'],
		['another alg of the same key', makeToken({ alg: 'HS512' }, claims, hs256(secret)), 'signature-malformed'],
		['a public-key alg', makeToken({ alg: 'RS256' }, claims, rs256(pairs.rsa.privateKey)), 'signature-malformed'],
		[
			'an extension that has to be understood',
			makeToken({ ...head, crit: ['b64'], b64: true }, claims, hs256(secret)),
			'signature-malformed',
		],
		['an unencoded payload', makeToken({ ...head, b64: false }, claims, hs256(secret)), 'signature-malformed'],
		['a head that is no JSON', makeToken('{', claims, hs256(secret)), 'signature-malformed'],
		['claims that are no object', makeToken(head, '"x"', hs256(secret)), 'signature-malformed'],
		['another secret', makeToken(head, claims, hs256('another')), 'signature-mismatch'],
		['an empty secret', makeToken(head, claims, hs256('')), 'signature-mismatch'],
		['another issuer', makeToken(head, { ...claims, iss: 'other' }, hs256(secret)), 'signature-mismatch'],
		['no issuer', makeToken(head, { ...claims, iss: undefined }, hs256(secret)), 'signature-mismatch'],
		['issuers', makeToken(head, { ...claims, iss: ['sender', 'other'] }, hs256(secret)), 'signature-mismatch'],
		['the digest of another body', makeToken(head, { ...claims, sha256: '0'.repeat(64) }, hs256(secret)), 'signature-mismatch'],
		['the digest in upper case', makeToken(head, { ...claims, sha256: hash.toUpperCase() }, hs256(secret)), 'signature-mismatch'],
		['no digest', makeToken(head, { ...claims, sha256: undefined }, hs256(secret)), 'signature-mismatch'],
		['no time', makeToken(head, { ...claims, iat: undefined }, hs256(secret)), 'timestamp-malformed'],
		['a time that is text', makeToken(head, { ...claims, iat: 'now' }, hs256(secret)), 'timestamp-malformed'],
		['a time in milliseconds', makeToken(head, { ...claims, iat: receivedAt }, hs256(secret)), 'timestamp-malformed'],
		['a time that is long ago', makeToken(head, { ...claims, iat: now - 301 }, hs256(secret)), 'timestamp-stale'],
		['a time to come', makeToken(head, { ...claims, iat: now + 301, exp: now + 900 }, hs256(secret)), 'timestamp-future'],
		['an end that is over', makeToken(head, { ...claims, exp: now - 11 }, hs256(secret)), 'timestamp-stale'],
		['no end', makeToken(head, { ...claims, exp: undefined }, hs256(secret)), 'timestamp-malformed'],
		['an end that is text', makeToken(head, { ...claims, exp: 'later' }, hs256(secret)), 'timestamp-malformed'],
		['a beginning to come', makeToken(head, { ...claims, nbf: now + 11 }, hs256(secret)), 'timestamp-future'],
	])('is refused with %s', async (_, token, reason) => {
		expect(token).not.toBe(good);
		expect(await scheme.verify(sent(token), [secret])).toEqual(refused(reason));
	});

	it('is refused with another body, and at another URL where that is claimed', async () => {
		const forUrl = signedToken({ ...options, claims: { aud: ({ url }) => url } });
		const signed = await forUrl.sign(aDelivery(), secret);

		expect(await scheme.verify({ ...sent(good), rawBody: Buffer.from('{}') }, [secret])).toEqual(refused('signature-mismatch'));
		expect((await forUrl.verify(signed, [secret])).valid).toBe(true);
		expect(await forUrl.verify({ ...signed, url: `${signed.url}?a=1` }, [secret])).toEqual(refused('signature-mismatch'));
	});

	it('needs a secret, signed or not, and says so in one line without it', async () => {
		for (const secrets of [[], [''], [' '], [secret, '']]) {
			await expect(scheme.verify(sent(good), secrets)).rejects.toThrow(SecretError);
			await expect(scheme.verify(aDelivery(), secrets)).rejects.toThrow(SecretError);
		}
		const withIssuer = signedToken({ ...options, keys: sharedTokenKeys({ issuer: true }) });
		for (const text of ['no-colon-in-it', ':secret', 'key:', 'a key:secret', 'key:a\nsecret'])
			await expect(withIssuer.verify(sent(good), [text])).rejects.toThrow(/^the secret is not <API key>:<API secret>[^\n]*$/);
	});

	it.each(['sender', 'my.key/1'])('has to be of the issuer that its secret names: %s', async (issuer) => {
		const { claims: _, ...unnamed } = options;
		const withIssuer = signedToken({ ...unnamed, keys: sharedTokenKeys({ issuer: true }) });
		const made = sent(makeToken(head, { ...claims, iss: issuer }, hs256(secret)));

		expect(await withIssuer.verify(made, [`${issuer}:${secret}`])).toEqual({ valid: true, secret: 0 });
		expect(await withIssuer.verify(made, [`another:${secret}`])).toEqual(refused('signature-mismatch'));
	});
});

describe('a token with a public key', () => {
	const algorithms = ['RS256', 'ES256', 'EdDSA'] as const;
	const keys = publicTokenKeys({
		algorithms,
		title: 'the address',
		words: [/^https:\/\/[a-z.]+$/],
		example: ['https://auth.example'],
		at: ([origin], id) => ({ url: `${origin}/jwks.json`, holding: id }),
	});
	const open = signedToken({
		place: { header: 'x-token', prefix: 'Bearer ' },
		keys,
		claims: { sha256: digestOf('body', 'hex') },
		covers: { body: 'all' },
	});
	const word = 'https://auth.example';
	const bearer = (token: string) => sent(`Bearer ${token}`);
	const of = (alg: string, signed: (text: string) => Buffer, kid: unknown = 'key-1') =>
		bearer(makeToken({ alg, kid }, { sha256: hash }, signed));
	const kinds = [
		['RS256', pairs.rsa, rs256],
		['ES256', pairs.p256, es256],
		['EdDSA', pairs.ed25519, edDsa],
	] as const;

	it.each(kinds)('is believed by %s, whether the key is stated, on a line of JSON, or published', async (alg, pair, by) => {
		const delivery = of(alg, by(pair.privateKey));
		const published = JSON.stringify({ keys: [{ kty: 'oct', k: 'AAAA', kid: 'other' }, jwkOf(pair)] });

		expect(await open.verify(delivery, [`${word} ${spkiOf(pair)}`])).toEqual({ valid: true, secret: 0 });
		expect(await open.verify(delivery, [`${word} ${JSON.stringify(jwkOf(pair))}`])).toEqual({ valid: true, secret: 0 });
		expect(await open.verify(delivery, [word], published)).toEqual({ valid: true, secret: 0 });
		expect(await open.verify(delivery, [word], JSON.stringify({ key: jwkOf(pair, { expired_at: null }) }))).toEqual({
			valid: true,
			secret: 0,
		});
	});

	it.each<readonly [string, string | undefined]>([
		['nothing', undefined],
		['no JSON', 'sorry'],
		['no keys', '{"keys":[]}'],
		['keys that are no list', '{"keys":{"0":{}}}'],
		['the key under another id', JSON.stringify({ keys: [jwkOf(pairs.rsa, { kid: 'key-2' })] })],
		['two keys of its id', JSON.stringify({ keys: [jwkOf(pairs.rsa), jwkOf(pairs.rsa)] })],
		['its key for encryption', JSON.stringify({ keys: [jwkOf(pairs.rsa, { use: 'enc' })] })],
		['its key that has ended', JSON.stringify({ key: jwkOf(pairs.rsa, { expired_at: now }) })],
		['a key of another kind', JSON.stringify({ keys: [jwkOf(pairs.ed25519)] })],
		['a key of a kind that nobody signs with', JSON.stringify({ keys: [jwkOf(pairs.p384)] })],
		['a key that is too short', JSON.stringify({ keys: [jwkOf(pairs.small)] })],
		['a shared key', JSON.stringify({ keys: [{ kty: 'oct', k: 'AAAA', kid: 'key-1' }] })],
	])('is refused where %s is published', async (_, published) => {
		expect(await open.verify(of('RS256', rs256(pairs.rsa.privateKey)), [word], published)).toEqual(refused('signature-mismatch'));
	});

	it('is refused where its head names an algorithm that is not the one of the key, or that the scheme does not have', async () => {
		const published = JSON.stringify({ keys: [jwkOf(pairs.rsa)] });
		const asSecret = hs256(Buffer.from(pairs.rsa.publicKey.export({ format: 'pem', type: 'spki' })));

		expect(await open.verify(of('HS256', asSecret), [word], published)).toEqual(refused('signature-malformed'));
		expect(await open.verify(of('RS512', rs512(pairs.rsa.privateKey)), [word], published)).toEqual(refused('signature-malformed'));
		expect(await open.verify(of('ES256', rs256(pairs.rsa.privateKey)), [word], published)).toEqual(refused('signature-mismatch'));
		expect(await open.verify(of('RS256', edDsa(pairs.ed25519.privateKey)), [`${word} ${spkiOf(pairs.ed25519)}`])).toEqual(
			refused('signature-mismatch'),
		);
	});

	it('is asked for where a secret has no key, by the id of the key, and only by one that there can be', () => {
		const [without, stated] = [word, `${word} ${spkiOf(pairs.rsa)}`];
		const asked = (kid: unknown, secrets = [without]) => open.keysAt?.(of('RS256', rs256(pairs.rsa.privateKey), kid), secrets);

		expect(asked('key-1')).toEqual({ url: 'https://auth.example/jwks.json', holding: 'key-1' });
		expect(asked('key-1', [stated, without])).toEqual({ url: 'https://auth.example/jwks.json', holding: 'key-1' });
		expect(asked('key-1', [stated])).toBeUndefined();
		for (const kid of ['', 'a b', 'a\n', '../x?y', 'x'.repeat(201), ['key-1'], null]) expect(asked(kid)).toBeUndefined();
		expect(open.keysAt?.(of('HS256', hs256('x')), [without])).toBeUndefined();
		expect(open.keysAt?.(aDelivery(), [without])).toBeUndefined();
		expect(() => open.keysAt?.(aDelivery(), [])).toThrow(SecretError);
	});

	it.each([
		'http://auth.example',
		'https://auth.example/path',
		' https://auth.example',
		'https://auth.example ',
		'https://auth.example  ',
		`https://auth.example ${spkiOf(pairs.p384)}`,
		`https://auth.example ${spkiOf(pairs.small)}`,
		`https://auth.example ${spkiOf(pairs.rsa)} `,
		`https://auth.example ${spkiOf(pairs.rsa)}AA`,
		'https://auth.example {"kty":"oct","k":"AAAA"}',
		`https://auth.example ${JSON.stringify(jwkOf(pairs.p384))}`,
		`https://auth.example ${JSON.stringify(jwkOf(pairs.small))}`,
		'https://auth.example {',
	])('does not take the secret %j, and says so in one line that does not hold it', async (text) => {
		const attempt = open.verify(of('RS256', rs256(pairs.rsa.privateKey)), [text]);

		await expect(attempt).rejects.toThrow(SecretError);
		await expect(attempt).rejects.toThrow(/^[^\n]+$/);
		await expect(attempt).rejects.not.toThrow(text.slice(0, 60));
	});

	it('signs with nothing but a private key', () => {
		expect(() => keys.signing(word)).toThrow('the secret has no private key to sign with');
		expect(() => keys.signing(`${word} ${spkiOf(pairs.rsa)}`)).toThrow(SecretError);
	});
});
