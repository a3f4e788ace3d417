import { messageFor } from '../../webhook/message.ts';
import type { EventRecord } from '../../webhook/record.ts';
import { newRun } from '../../webhook/run.ts';
import type { Route, Routes } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';
import type { PlaceStore } from './place.ts';

type Means = { readonly store: Pick<PlaceStore, 'events' | 'queue'>; readonly routes: Routes };

/**
 * Runs an event's functions again, or the one of that name. Returns the names of those that were sent, and of those that still run and were left alone.
 * @throws {Mistake} where nothing can run for it
 */
export async function replayEvent(record: EventRecord, name: string | undefined, { store, routes }: Means) {
	const wanted = wantedOf(record, name, routes);
	const sent = await reopen(record, wanted, store);
	await store.queue.send(sent.map((each) => messageFor(record, each)));
	await store.events.markSent(record, sent, Date.now());
	const busy = wanted.map((route) => route.function).filter((each) => !sent.includes(each));
	return { sent, busy };
}

/** The routes of the functions to run. Those that serverless.yml no longer has would only end dead. */
export function wantedOf(record: EventRecord, name: string | undefined, { routes }: Routes): readonly Route[] {
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
async function reopen(record: EventRecord, wanted: readonly Route[], { events }: Means['store']): Promise<readonly string[]> {
	const now = Date.now();
	for (const { function: name, ack } of wanted) await events.subscribe(record, name, { ...newRun(ack, { now, dueAt: now }), replays: 1 });
	const names = wanted.map((route) => route.function);
	const old = names.filter((name) => Object.hasOwn(record.functions, name));
	const reopened = await events.reopen(record, old, now);
	return names.filter((name) => reopened?.functions[name]?.status === 'pending');
}
