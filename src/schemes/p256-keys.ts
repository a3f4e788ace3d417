import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SecretError, type SecretPair } from '../webhook/scheme.ts';

/**
 * Reads a P-256 key in base64 of DER: public keys as SPKI, private ones as PKCS#8.
 * @throws {SecretError} for any other text
 */
export function readP256Key(secret: string, type: 'spki' | 'pkcs8'): KeyObject {
	const key = parseKey(Buffer.from(secret, 'base64'), type);
	// OpenSSL overlooks bytes after the key, so it has to write the same text again.
	if (key?.asymmetricKeyDetails?.namedCurve === 'prime256v1' && key.export({ format: 'der', type }).toString('base64') === secret)
		return key;
	throw new SecretError(
		'the key is not a P-256 key in base64: copy the verification key from the provider again, without BEGIN and END lines',
	);
}

export function generateP256(): SecretPair {
	const { publicKey, privateKey } = generateKeyPairSync('ec', {
		namedCurve: 'prime256v1',
		publicKeyEncoding: { type: 'spki', format: 'der' },
		privateKeyEncoding: { type: 'pkcs8', format: 'der' },
	});
	return { verifying: publicKey.toString('base64'), signing: privateKey.toString('base64') };
}

function parseKey(key: Buffer, type: 'spki' | 'pkcs8'): KeyObject | undefined {
	try {
		return type === 'spki' ? createPublicKey({ key, format: 'der', type }) : createPrivateKey({ key, format: 'der', type });
	} catch {
		return undefined;
	}
}
