import { createSecretKey, type KeyObject, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decode } from '../../src/schemes/decode.ts';
import { derKeys } from '../../src/schemes/der-keys.ts';
import { ed25519PublicKey } from '../../src/schemes/ed25519-keys.ts';
import { digestLength, type HmacAlgorithm, hmac, sameBytes } from '../../src/schemes/hmac.ts';

// The schemes sign a head of their own before the body, so the vectors go to the parts that schemes are made of.
// https://github.com/C2SP/wycheproof

type Vector = { readonly tcId: number; readonly comment: string; readonly msg: string; readonly result: 'valid' | 'invalid' };
type MacGroup = { readonly tagSize: number; readonly tests: readonly (Vector & { readonly key: string; readonly tag: string })[] };
type KeyGroup = {
	readonly publicKey: { readonly pk: string };
	readonly publicKeyDer: string;
	readonly tests: readonly (Vector & { readonly sig: string })[];
};

describe.each<HmacAlgorithm>(['sha1', 'sha256', 'sha512'])('HMAC with %s', (algorithm) => {
	const vectors = read<MacGroup>(`hmac_${algorithm}_test`).flatMap(({ tagSize, tests }) => tests.map((test) => ({ ...test, tagSize })));

	it.each(vectors)(
		'given vector $tcId ($comment, $tagSize bits), accepts a whole and valid tag only',
		({ key, msg, tag, result, tagSize }) => {
			const expected = hmac(algorithm, createSecretKey(key, 'hex'), '', Buffer.from(msg, 'hex'));

			const given = decode(tag, 'hex', digestLength[algorithm]);

			const whole = tagSize === 8 * digestLength[algorithm];
			expect(given !== undefined && sameBytes(given, expected)).toBe(whole && result === 'valid');
			if (result === 'valid') expect(expected.toString('hex').startsWith(tag)).toBe(true);
		},
	);
});

describe('Ed25519', () => {
	const vectors = read<KeyGroup>('ed25519_test').flatMap(({ publicKey, tests }) => tests.map((test) => ({ ...test, pk: publicKey.pk })));

	it.each(vectors)('given vector $tcId ($comment), answers $result', ({ pk, msg, sig, result }) => {
		const key = ed25519PublicKey(Buffer.from(pk, 'hex'));

		const signature = decode(sig, 'hex', 64);

		expect(signature !== undefined && isSigned({ key, digest: null }, msg, signature)).toBe(result === 'valid');
	});
});

describe('ECDSA P-256', () => {
	const groups = read<KeyGroup>('ecdsa_secp256r1_sha256_test');
	const vectors = groups.flatMap(({ publicKeyDer, tests }) => tests.map((test) => ({ ...test, publicKeyDer })));

	it.each(vectors)('given vector $tcId ($comment), answers $result', ({ publicKeyDer, msg, sig, result }) => {
		const key = derKeys('ecdsa-p256').publicKey(Buffer.from(publicKeyDer, 'hex').toString('base64'));

		const signature = decode(Buffer.from(sig, 'hex').toString('base64'), 'base64');

		expect(signature !== undefined && isSigned({ key, digest: 'sha256' }, msg, signature)).toBe(result === 'valid');
	});
});

type SignedBy = { readonly key: KeyObject; readonly digest: 'sha256' | null };

function isSigned({ key, digest }: SignedBy, msg: string, signature: Buffer): boolean {
	return verify(digest, Buffer.from(msg, 'hex'), key, signature);
}

function read<Group>(name: string): readonly Group[] {
	const file: { readonly testGroups: readonly Group[] } = JSON.parse(
		readFileSync(new URL(`../vectors/wycheproof/${name}.json`, import.meta.url), 'utf8'),
	);
	return file.testGroups;
}
