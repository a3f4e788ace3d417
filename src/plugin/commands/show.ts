import { sha256 } from '../../middleware/as-kept.ts';
import type { EventRecord } from '../../webhook/record.ts';
import type { Desk } from './desk.ts';
import { eventLine } from './event-line.ts';
import { findEvent, type IdOptions } from './find-event.ts';
import { keptBytes } from './kept-bytes.ts';
import type { PlaceStore } from './place.ts';

/** `sls webhook show`: one event whole, with headers and body. The body is text where it is UTF-8, base64 otherwise. */
export async function show({ json = false, ...options }: IdOptions & { readonly json?: boolean }, desk: Desk): Promise<void> {
	const { record, body } = await desk.withStore(async (store) => {
		const found = await findEvent(options, store, desk);
		return { record: found, body: await bodyOf(found, store, desk) };
	});
	const { sha256: digest, sealed, headers, query, index, unsigned = [] } = record;
	const kept = { ...timesOf(record), ...(sealed ? { sealed } : { sha256: digest }) };
	desk.print(JSON.stringify({ ...eventLine(record), unsigned, ...kept, index, query, headers, ...body }, undefined, json ? 0 : 2));
}

/** Until when it is kept: its id, and what was sent where that goes before. */
function timesOf({ expiresAt, eraseAt }: EventRecord): object {
	const iso = (time: number) => new Date(time).toISOString();
	return { expiresAt: iso(expiresAt), ...(eraseAt !== undefined && { erasedAfter: iso(eraseAt) }) };
}

/** Everything but the body can be shown without the key. */
async function bodyOf(record: EventRecord, store: PlaceStore, desk: Desk): Promise<object> {
	if (!record.sealed) return shown(await keptBytes(record, { store, desk }));
	try {
		const bytes = await keptBytes(record, { store, desk });
		return { ...(bytes && { sha256: sha256(bytes) }), ...shown(bytes) };
	} catch (error) {
		return { body: null, notOpened: error instanceof Error ? error.message : String(error) };
	}
}

function shown(bytes: Buffer | undefined): object {
	const text = bytes?.toString();
	const exact = text !== undefined && bytes !== undefined && Buffer.from(text).equals(bytes);
	return exact ? { body: text } : { bodyBase64: bytes?.toString('base64') ?? null };
}
