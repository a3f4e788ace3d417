import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SecretError } from '../webhook/scheme.ts';
import { keyReader } from './key-reader.ts';
import type { KeyKind } from './public-key-signature.ts';

type Form = 'spki' | 'pkcs8';
type Family = { readonly title: string; readonly is: (key: KeyObject) => boolean; readonly generate: () => DerPair };
type DerPair = { readonly publicKey: Buffer; readonly privateKey: Buffer };

export type DerName = 'ecdsa-p256' | 'ed25519' | 'rsa';

const publicKeyEncoding = { type: 'spki', format: 'der' } as const;
const privateKeyEncoding = { type: 'pkcs8', format: 'der' } as const;

const families: Readonly<Record<DerName, Family>> = {
	'ecdsa-p256': {
		title: 'P-256 key',
		is: (key) => key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1',
		generate: () => generateKeyPairSync('ec', { namedCurve: 'prime256v1', publicKeyEncoding, privateKeyEncoding }),
	},
	ed25519: {
		title: 'Ed25519 key',
		is: (key) => key.asymmetricKeyType === 'ed25519',
		generate: () => generateKeyPairSync('ed25519', { publicKeyEncoding, privateKeyEncoding }),
	},
	rsa: {
		title: 'RSA key of 2048 bits or more',
		is: (key) => key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048,
		generate: () => generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding, privateKeyEncoding }),
	},
};

/** Which of them a key is; `undefined` for any other, and for RSA of fewer bits. */
export function derNameOf(key: KeyObject): DerName | undefined {
	// Sound because these are the names.
	return (Object.keys(families) as readonly DerName[]).find((name) => families[name].is(key));
}

/**
 * Keys as base64 of DER, SPKI to verify and PKCS#8 to sign: ECDSA with P-256, whose signatures are DER, Ed25519, or RSASSA-PKCS1-v1_5 (RFC 8017, 8.2).
 * @param digest what is signed; Ed25519 has its own
 */
export function derKeys(name: DerName, digest: 'sha1' | 'sha256' | 'sha512' = 'sha256'): KeyKind {
	const family = families[name];
	return {
		name,
		...(name === 'ed25519' ? { digest: null, length: 64 } : { digest }),
		publicKey: keyReader((secret) => readKey(secret, 'spki', family)),
		privateKey: keyReader((secret) => readKey(secret, 'pkcs8', family)),
		generate: () => {
			const { publicKey, privateKey } = family.generate();
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
