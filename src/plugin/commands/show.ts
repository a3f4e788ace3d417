import type { Desk } from './desk.ts';
import { eventLine } from './event-line.ts';
import { findEvent, type IdOptions } from './find-event.ts';
import { keptBytes } from './kept-bytes.ts';

/** `sls webhook show`: one event whole, with headers and body. The body is text where it is UTF-8, base64 otherwise. */
export async function show({ json = false, ...options }: IdOptions & { readonly json?: boolean }, desk: Desk): Promise<void> {
	const { record, bytes } = await desk.withStore(async (store) => {
		const found = await findEvent(options, store, desk);
		return { record: found, bytes: await keptBytes(found, store) };
	});
	const text = bytes?.toString();
	const exact = text !== undefined && bytes !== undefined && Buffer.from(text).equals(bytes);
	const body = exact ? { body: text } : { bodyBase64: bytes?.toString('base64') ?? null };
	const { sha256, headers, query, index, unsigned = [] } = record;
	desk.print(JSON.stringify({ ...eventLine(record), unsigned, sha256, index, query, headers, ...body }, undefined, json ? 0 : 2));
}
