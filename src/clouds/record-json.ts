import type { EventRecord } from '../webhook/record.ts';

type Kept = Omit<EventRecord, 'body'> & { readonly body: { readonly base64: string } | { readonly blob: string } };

/** The whole record as JSON, for stores that keep it as bytes. Text of a sender that is no well-formed Unicode comes out as it went in: JSON escapes it. */
export function encodeRecord(record: EventRecord): Buffer {
	const body = Buffer.isBuffer(record.body) ? { base64: record.body.toString('base64') } : record.body;
	return Buffer.from(JSON.stringify({ ...record, body } satisfies Kept));
}

export function decodeRecord(bytes: Buffer): EventRecord {
	// Sound because only encodeRecord writes these bytes.
	const record = JSON.parse(bytes.toString()) as Kept;
	const body = 'blob' in record.body ? record.body : Buffer.from(record.body.base64, 'base64');
	return { ...record, body };
}
