import { createHmac, hkdfSync } from 'node:crypto';
import { SecretError } from '../webhook/scheme.ts';
import type { ReadableSecrets } from '../webhook/secrets.ts';
import { secretName } from '../webhook/source.ts';
import { readSecrets } from './read-secrets.ts';

/** What a source's storage key is used for; each use has a key of its own, derived from it. */
export type StorageKey = {
	/** Which key it is, without saying anything about it. */
	readonly id: Buffer;
	readonly sealing: Buffer;
	/** Hex: tells equal bytes without letting anybody try what they might be. */
	readonly digest: (bytes: Buffer) => string;
	/** What stands for a value that is hashed. */
	readonly hash: (value: string) => string;
};

const bytes = 32;
const keyIdBytes = 8;

/**
 * @param value 32 bytes in base64
 * @throws {SecretError} without the value
 */
export function storageKey(value: string, source: string): StorageKey {
	const key = Buffer.from(value, 'base64');
	if (key.length !== bytes || key.toString('base64') !== value.trim())
		throw new SecretError('it must be 32 bytes in base64, such as openssl rand -base64 32 prints');
	// https://www.rfc-editor.org/rfc/rfc5869: the source is in it, so that two with one key still have keys of their own.
	const derive = (use: string) => Buffer.from(hkdfSync('sha256', key, '', `hookport ${use} ${source}`, bytes));
	const hmacUnder = (own: Buffer) => (of: string | Buffer) => createHmac('sha256', own).update(of).digest('hex');
	const hash = hmacUnder(derive('hash'));
	return {
		id: derive('id').subarray(0, keyIdBytes),
		sealing: derive('seal'),
		digest: hmacUnder(derive('digest')),
		hash: (value) => `hmac-sha256:${hash(value)}`,
	};
}

/**
 * The key that is written with.
 * @throws {SecretError} that names the secret
 */
export async function currentKey(source: string, secrets: ReadableSecrets): Promise<StorageKey> {
	const name = secretName(source, 'STORAGE_KEY');
	return await found(name, secrets, async () => {
		const value = await secrets.get(name);
		if (!value?.trim()) throw new SecretError('no value is set');
		return storageKey(value, source);
	});
}

/**
 * The key with this id: the current or the previous one.
 * @throws {SecretError} that names the secret
 */
export async function keyOfId(id: Buffer, source: string, secrets: ReadableSecrets): Promise<StorageKey> {
	const name = secretName(source, 'STORAGE_KEY');
	return await found(name, secrets, async () => {
		const values = await readSecrets(secrets, source, 'STORAGE_KEY');
		if (values.length === 0) throw new SecretError('no value is set, so the kept body can not be opened');
		const key = values.flatMap((value) => usable(value, source)).find((each) => each.id.equals(id));
		if (key === undefined) throw new SecretError('neither it nor its previous value is the one that the kept body was sealed with');
		return key;
	});
}

function usable(value: string, source: string): readonly StorageKey[] {
	try {
		return [storageKey(value, source)];
	} catch {
		// The other of the two may be the one.
		return [];
	}
}

/** A key may have been set since it was read. */
async function found(name: string, secrets: ReadableSecrets, read: () => Promise<StorageKey>): Promise<StorageKey> {
	const named = (error: unknown) => {
		const reason = error instanceof SecretError ? error.message : 'the secret store can not be reached';
		return new SecretError(`${name}: ${reason}`, { cause: error });
	};
	return await read().catch(async (error: unknown) => {
		const changed = await secrets.refresh(name).catch(() => false);
		if (!changed) throw named(error);
		return await read().catch((again: unknown) => Promise.reject(named(again)));
	});
}
