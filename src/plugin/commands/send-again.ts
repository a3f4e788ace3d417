import { messageFor } from '../../webhook/message.ts';
import type { EventRecord } from '../../webhook/record.ts';
import { newRun } from '../../webhook/run.ts';
import type { Route } from '../../webhook/source.ts';
import type { PlaceStore } from './place.ts';

/** Makes these functions' runs pending and queues their messages. Returns the names of those that wait now: a running one is left alone. */
export async function sendAgain(record: EventRecord, wanted: readonly Route[], store: PlaceStore): Promise<readonly string[]> {
	const open = await reopen(record, wanted, store);
	if (open.length === 0) return open;
	await store.queue.send(open.map((name) => messageFor(record, name)));
	await store.events.markSent(record, open, Date.now());
	return open;
}

async function reopen(record: EventRecord, wanted: readonly Route[], { events }: PlaceStore): Promise<readonly string[]> {
	const now = Date.now();
	for (const { function: name, ack } of wanted) await events.subscribe(record, name, { ...newRun(ack, { now, dueAt: now }), replays: 1 });
	const names = wanted.map((route) => route.function);
	const old = names.filter((name) => Object.hasOwn(record.functions, name));
	const reopened = await events.reopen(record, old, now);
	return names.filter((name) => reopened?.functions[name]?.status === 'pending');
}
