import { messageFor } from '../../webhook/message.ts';
import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';
import type { Desk } from './desk.ts';
import { findEvent, type IdOptions } from './find-event.ts';

/** `sls webhook replay`: runs an event's functions again, with the same id and bytes, whatever became of them before. */
export async function replay(options: IdOptions & { readonly function?: string }, desk: Desk): Promise<void> {
	const { id, source, names } = await desk.withStore(async (store) => {
		const record = await findEvent(options, store, desk);
		const known = Object.keys(record.functions);
		if (options.function !== undefined && !known.includes(options.function)) {
			throw new Mistake(`--function: ${options.function} was not subscribed when the event came${suggest(options.function, known)}`);
		}
		const wanted = options.function === undefined ? known : [options.function];
		if (wanted.length === 0) throw new Mistake(`event ${record.id} has no function to run`);
		const reopened = await store.events.reopen(record, wanted, Date.now());
		const open = wanted.filter((name) => reopened?.functions[name]?.status === 'pending');
		await store.queue.send(open.map((name) => messageFor(record, name)));
		await store.events.markSent(record, open);
		return { ...record, names: open };
	});
	desk.print(names.length === 0 ? `${source} ${id}: still running, nothing sent` : `${source} ${id}: sent again to ${names.join(', ')}`);
}
