import type { Desk } from './desk.ts';
import { findEvent, type IdOptions } from './find-event.ts';
import { replayEvent } from './replay-event.ts';

/**
 * `sls webhook replay`: runs an event's functions again, with the same id and bytes, whatever became of them before. A function that was added since runs
 * where nothing was subscribed then, or where it is named.
 */
export async function replay(options: IdOptions & { readonly function?: string }, desk: Desk): Promise<void> {
	const { source, id, sent, busy } = await desk.withStore(async (store) => {
		const record = await findEvent(options, store, desk);
		return { ...record, ...(await replayEvent(record, options.function, { store, routes: desk.routes })) };
	});
	if (sent.length > 0) {
		const when = desk.url === undefined ? '; it runs when npm start does' : '';
		desk.print(`${source} ${id}: sent again to ${sent.join(', ')}${when}`);
	}
	if (busy.length > 0) desk.print(`${source} ${id}: ${busy.join(', ')} still running, nothing sent`);
}
