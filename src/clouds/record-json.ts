import type { EventRecord } from '../webhook/record.ts';

/** A record as bytes, for a store that need not look into it: JSON, with the body in base64. Text that is no well-formed Unicode is escaped, so it comes back as it was. */
export function encodeRecord({ body, ...record }: EventRecord): Buffer {
	return Buffer.from(JSON.stringify({ ...record, body: Buffer.isBuffer(body) ? { base64: body.toString('base64') } : body }));
}

export function decodeRecord(bytes: Buffer): EventRecord {
	// Sound because only encodeRecord writes these.
	const { body, ...record } = JSON.parse(bytes.toString()) as Omit<EventRecord, 'body'> & { readonly body: KeptBody };
	return { ...record, body: 'base64' in body ? Buffer.from(body.base64, 'base64') : body };
}

type KeptBody = { readonly base64: string } | { readonly blob: string };
