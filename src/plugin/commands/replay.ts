import { messageFor } from '../../webhook/message.ts';
import type { EventRecord } from '../../webhook/record.ts';
import { newRun } from '../../webhook/run.ts';
import type { Route, Routes } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';
import type { Desk } from './desk.ts';
import { findEvent, type IdOptions } from './find-event.ts';
import type { PlaceStore } from './place.ts';

/**
 * `sls webhook replay`: runs an event's functions again, with the same id and bytes, whatever became of them before. A function that was added since runs
 * where nothing was subscribed then, or where it is named.
 */
export async function replay(options: IdOptions & { readonly function?: string }, desk: Desk): Promise<void> {
	const { source, id, names, busy } = await desk.withStore(async (store) => {
		const record = await findEvent(options, store, desk);
		const wanted = wantedOf(record, options.function, desk.routes);
		const open = await reopen(record, wanted, store);
		await store.queue.send(open.map((name) => messageFor(record, name)));
		await store.events.markSent(record, open, Date.now());
		const left = wanted.map((route) => route.function).filter((name) => !open.includes(name));
		return { ...record, names: open, busy: left };
	});
	if (names.length > 0) {
		const when = desk.url === undefined ? '; it runs when npm start does' : '';
		desk.print(`${source} ${id}: sent again to ${names.join(', ')}${when}`);
	}
	if (busy.length > 0) desk.print(`${source} ${id}: ${busy.join(', ')} still running, nothing sent`);
}

/** The routes of the functions to run. Those that serverless.yml no longer has would only end dead. */
function wantedOf(record: EventRecord, name: string | undefined, { routes }: Routes): readonly Route[] {
	if (record.forgottenAt !== undefined)
		throw new Mistake(
			`event "${record.id}" was forgotten at ${new Date(record.forgottenAt).toISOString()}, so nothing is left to run for it`,
		);
	const now = routes.filter(({ source, type }) => source === record.source && type === record.type);
	const then = now.filter((route) => Object.hasOwn(record.functions, route.function));
	const named = now.filter((route) => route.function === name);
	if (named.length > 0 && record.reason === undefined) return named;
	if (name === undefined && then.length > 0) return then;
	if (record.reason !== undefined)
		throw new Mistake(`event "${record.id}" could not be read (${record.reason}), so no function can run for it`);
	const names = now.map((route) => route.function);
	if (name !== undefined)
		throw new Mistake(`--function: "${name}" does not take ${record.type} of ${record.source} in serverless.yml${suggest(name, names)}`);
	if (now.length === 0) throw new Mistake(`no function in serverless.yml takes ${record.type} of ${record.source}; add one, then replay`);
	return now;
}

/** Makes their runs pending, and returns the names of those that are: a running one is left alone. */
async function reopen(record: EventRecord, wanted: readonly Route[], { events }: PlaceStore): Promise<readonly string[]> {
	const now = Date.now();
	for (const { function: name, ack } of wanted) await events.subscribe(record, name, { ...newRun(ack, { now, dueAt: now }), replays: 1 });
	const names = wanted.map((route) => route.function);
	const old = names.filter((name) => Object.hasOwn(record.functions, name));
	const reopened = await events.reopen(record, old, now);
	return names.filter((name) => reopened?.functions[name]?.status === 'pending');
}
