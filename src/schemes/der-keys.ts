import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SecretError } from '../webhook/scheme.ts';
import { keyReader } from './key-reader.ts';
import type { KeyKind } from './public-key-signature.ts';

type Form = 'spki' | 'pkcs8';
type Family = { readonly name: string; readonly title: string; readonly is: (key: KeyObject) => boolean };

const isP256: Family = {
	name: 'ecdsa-p256',
	title: 'P-256 key',
	is: (key) => key.asymmetricKeyDetails?.namedCurve === 'prime256v1',
};
const isRsa: Family = {
	name: 'rsa',
	title: 'RSA key of 2048 bits or more',
	is: (key) => key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048,
};

/**
 * Keys as base64 of DER, SPKI to verify and PKCS#8 to sign: ECDSA with P-256, whose signatures are DER, or RSASSA-PKCS1-v1_5 (RFC 8017, 8.2), both with
 * SHA-256.
 */
export function derKeys(name: 'ecdsa-p256' | 'rsa'): KeyKind {
	return name === 'rsa'
		? kind(isRsa, () => generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding, privateKeyEncoding }))
		: kind(isP256, () => generateKeyPairSync('ec', { namedCurve: 'prime256v1', publicKeyEncoding, privateKeyEncoding }));
}

const publicKeyEncoding = { type: 'spki', format: 'der' } as const;
const privateKeyEncoding = { type: 'pkcs8', format: 'der' } as const;

type DerPair = { readonly publicKey: Buffer; readonly privateKey: Buffer };

function kind(family: Family, generate: () => DerPair): KeyKind {
	return {
		name: family.name,
		digest: 'sha256',
		publicKey: keyReader((secret) => readKey(secret, 'spki', family)),
		privateKey: keyReader((secret) => readKey(secret, 'pkcs8', family)),
		generate: () => {
			const { publicKey, privateKey } = generate();
			return { verifying: publicKey.toString('base64'), signing: privateKey.toString('base64') };
		},
	};
}

function readKey(secret: string, type: Form, { title, is }: Family): KeyObject {
	const key = parseKey(Buffer.from(secret, 'base64'), type);
	// OpenSSL overlooks bytes after the key, so it has to write the same text again.
	if (key && is(key) && key.export({ format: 'der', type }).toString('base64') === secret) return key;
	throw new SecretError(
		`the key is no ${title} in base64: copy the public key from the provider again, in one line, without its BEGIN and END lines`,
	);
}

function parseKey(der: Buffer, type: Form): KeyObject | undefined {
	try {
		return type === 'spki' ? createPublicKey({ key: der, format: 'der', type }) : createPrivateKey({ key: der, format: 'der', type });
	} catch {
		return undefined;
	}
}
