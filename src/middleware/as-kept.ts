import { hash } from 'node:crypto';
import { type Delivery, mediaType } from '../webhook/delivery.ts';
import type { Parse, Provider } from '../webhook/provider.ts';
import type { EventRecord } from '../webhook/record.ts';
import type { RedactionRule } from '../webhook/redaction.ts';
import type { ReadableSecrets } from '../webhook/secrets.ts';
import type { Source } from '../webhook/source.ts';
import { currentKey, type StorageKey } from './storage-key.ts';

/** What is kept of a delivery's body. */
export type AsKept = {
	/** Redacted, and not sealed yet. */
	readonly bytes: Buffer;
	/** Of these bytes, hex; under a key where they are to be sealed. */
	readonly digest: () => string;
	/** Undefined where they are kept as they are. */
	readonly sealing: StorageKey | undefined;
};

type Sender = {
	readonly source: Source;
	readonly provider: Provider;
	/** The body is not of its format, so nobody knows where in it the values are: of a source that redacts, nothing of it is kept. */
	readonly malformed?: boolean;
};

/**
 * The same for the same delivery, so that the commands find what they sent.
 * @throws {SecretError} that names the storage key, when the source needs one and it is not usable
 */
export async function asKept(
	delivery: Delivery,
	{ source, provider, malformed = false }: Sender,
	secrets: ReadableSecrets,
): Promise<AsKept> {
	const { encrypt = false, redact: rules } = source;
	const needed = encrypt || rules?.some(({ act }) => act === 'hash') === true;
	const key = needed ? await currentKey(source.name, secrets) : undefined;
	const redact = malformed ? undefined : redactionOf(delivery, provider);
	// Where a value is hashed there is a key; a digest that nobody keys would tell the value.
	const hashed = key?.hash ?? (() => '');
	const kept = (given: readonly RedactionRule[]) =>
		redact ? Buffer.from(redact(delivery.rawBody.toString(), { rules: given, digest: hashed })) : nothing;
	const bytes = rules ? kept(rules) : delivery.rawBody;
	const sealing = encrypt ? key : undefined;
	return { bytes, sealing, digest: () => (sealing ? sealing.digest(bytes) : sha256(bytes)) };
}

const nothing = Buffer.alloc(0);

/** How a body of the delivery's content type is redacted; undefined where it can't be. */
export function redactionOf({ headers }: Delivery, { contentTypes }: Provider): Parse['redact'] {
	const type = mediaType(headers);
	return Object.hasOwn(contentTypes, type) ? contentTypes[type]?.redact : undefined;
}

export function sha256(bytes: Buffer): string {
	return hash('sha256', bytes);
}

/** Of the bytes as they are kept; empty where nothing is kept any more. */
export function digestOf({ sha256: known, body }: Pick<EventRecord, 'sha256' | 'body'>): string {
	return known ?? (Buffer.isBuffer(body) ? sha256(body) : '');
}
