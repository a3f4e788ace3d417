import { isUtf8 } from 'node:buffer';
import { digestOf, sha256 } from '../../middleware/as-kept.ts';
import type { EventRecord } from '../../webhook/record.ts';
import type { Desk } from './desk.ts';
import { eventLine } from './event-line.ts';
import { eventText, type OpenedBody, timesOf } from './event-text.ts';
import { findEvent, type IdOptions } from './find-event.ts';
import { keptBytes } from './kept-bytes.ts';
import type { PlaceStore } from './place.ts';

/** `sls webhook show`: one event whole, with headers and body. */
export async function show({ json = false, ...options }: IdOptions & { readonly json?: boolean }, desk: Desk): Promise<void> {
	const { record, body } = await desk.withStore(async (store) => {
		const found = await findEvent(options, store, desk);
		return { record: found, body: await openedBody(found, store, desk) };
	});
	desk.print(json ? JSON.stringify(eventJson(record, body)) : eventText(record, body));
}

/** The body is text where it is UTF-8, base64 otherwise. */
function eventJson(record: EventRecord, body: OpenedBody): object {
	const { sealed, headers, query, index, unsigned = [] } = record;
	const kept = { ...timesOf(record), ...(sealed ? { sealed } : { sha256: digestOf(record) }) };
	// A sealed record holds no digest of the plain bytes.
	const opened = sealed && body.bytes ? { sha256: sha256(body.bytes) } : {};
	return { ...eventLine(record), unsigned, ...kept, index, query, headers, ...opened, ...bodyJson(body) };
}

function bodyJson({ bytes, notOpened }: OpenedBody): object {
	if (notOpened !== undefined) return { body: null, notOpened };
	if (bytes === undefined) return { bodyBase64: null };
	return isUtf8(bytes) ? { body: bytes.toString() } : { bodyBase64: bytes.toString('base64') };
}

/** Everything but the body can be shown without the key. */
async function openedBody(record: EventRecord, store: PlaceStore, desk: Desk): Promise<OpenedBody> {
	try {
		return { bytes: await keptBytes(record, { store, desk }) };
	} catch (error) {
		if (!record.sealed) throw error;
		return { notOpened: error instanceof Error ? error.message : String(error) };
	}
}
