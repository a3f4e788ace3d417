import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

const part = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A JSON Web Token by hand (RFC 7515, 3.1), so that the tests ask no library about itself. */
export function makeToken(head: unknown, claims: unknown, signed: (text: string) => Buffer): string {
	const text = `${part(head)}.${part(claims)}`;
	return `${text}.${signed(text).toString('base64url')}`;
}

export const hs256 = (secret: string | Buffer) => (text: string) => createHmac('sha256', secret).update(text).digest();
export const rs256 = (key: KeyObject) => (text: string) => sign('sha256', Buffer.from(text), key);
export const rs512 = (key: KeyObject) => (text: string) => sign('sha512', Buffer.from(text), key);
export const es256 = (key: KeyObject) => (text: string) => sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
export const edDsa = (key: KeyObject) => (text: string) => sign(null, Buffer.from(text), key);

export const pairs = {
	rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
	small: generateKeyPairSync('rsa', { modulusLength: 1024 }),
	p256: generateKeyPairSync('ec', { namedCurve: 'prime256v1' }),
	p384: generateKeyPairSync('ec', { namedCurve: 'secp384r1' }),
	ed25519: generateKeyPairSync('ed25519'),
};

export const jwkOf = ({ publicKey }: { readonly publicKey: KeyObject }, more: object = {}) => ({
	...publicKey.export({ format: 'jwk' }),
	kid: 'key-1',
	...more,
});
export const spkiOf = ({ publicKey }: { readonly publicKey: KeyObject }) =>
	publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
