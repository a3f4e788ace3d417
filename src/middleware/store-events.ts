import { matches } from '../webhook/filter.ts';
import { messageFor } from '../webhook/message.ts';
import type { Cloud } from '../webhook/ports.ts';
import type { Identified } from '../webhook/provider.ts';
import type { EventRecord, Run } from '../webhook/record.ts';
import { empty, type Reply } from '../webhook/reply.ts';
import { routesBy } from '../webhook/routes-by.ts';
import { newRun } from '../webhook/run.ts';
import type { Route } from '../webhook/source.ts';
import { commit } from './commit.ts';
import { dropBytes, holds, keepBytes } from './keep-bytes.ts';
import { recordFor } from './record-for.ts';
import { type Passage, type Platform, refuse } from './step.ts';

/** What an event needs to be stored. */
export type Storing = Pick<Platform, 'routes'> & { readonly cloud: Pick<Cloud, 'now' | 'events' | 'queue' | 'blobs' | 'secrets'> };

/** How long the sweep leaves a new run to the endpoint that is about to send it. */
const sweepAfter = 30_000;

/** `ack: stored`. Insert, send, mark as sent, and only then a 2xx. A duplicate goes the same way, so what it finds unsent is sent. */
export async function storeEvents(passage: Passage, platform: Platform): Promise<Reply> {
	const { verified, events = [], provider } = passage;
	if (verified === undefined) throw new TypeError('store-events stands before verify-signature');
	try {
		const bytes = await keepBytes(passage, platform.cloud);
		let held = false;
		await inWaves(events, async (event, index) => {
			const kept = await storeEvent({ passage, delivery: verified, bytes, event, index }, platform);
			held ||= holds(kept, bytes);
		});
		if (!held) await dropBytes(bytes, platform.cloud);
	} catch (error) {
		return refuse(passage, 'store-unavailable', error instanceof Error ? error.message : 'not an Error');
	}
	return provider.accepted ?? empty();
}

/** Commits one event of a delivery under its place there, and wakes its functions. Returns the record that stands. */
export async function storeEvent(found: Omit<Parameters<typeof recordFor>[0], 'runs'>, platform: Storing): Promise<EventRecord> {
	const runs = newRuns(found.passage, found.event, platform);
	const kept = await commit(found.passage, recordFor({ ...found, runs }), platform.cloud);
	await send(kept, platform);
	return kept;
}

/** A delivery may hold hundreds of thousands of events, and each that is under way takes memory. */
const atOnce = 200;

async function inWaves<Item>(items: readonly Item[], work: (item: Item, index: number) => Promise<void>): Promise<void> {
	for (let start = 0; start < items.length; start += atOnce) {
		const outcomes = await Promise.allSettled(items.slice(start, start + atOnce).map((item, index) => work(item, start + index)));
		// Only now: a cloud may freeze what still goes on after the answer.
		for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
	}
}

/** Whether the route is for this event: its type, and what its filter says about the payload that the function would get. */
export function takes({ type, filter }: Route, event: Identified): boolean {
	return type !== undefined && type === event.type && (filter === undefined || matches(filter, event.payload));
}

export function newRuns({ source }: Passage, event: Identified, { routes, cloud }: Storing): Readonly<Record<string, Run>> {
	const found = routesBy(routes).ofType(source.name, event.type);
	const subscribed = found.filter((route) => takes(route, event));
	const now = cloud.now();
	const run = newRun('stored', { now, dueAt: now + sweepAfter });
	return Object.fromEntries(subscribed.map((route) => [route.function, run]));
}

/** One message per function that waits for one. */
export async function send(record: EventRecord, { cloud }: Pick<Storing, 'cloud'>): Promise<void> {
	const names = Object.entries(record.functions)
		.filter(([, run]) => run.ack === 'stored' && run.status === 'pending' && !run.sent)
		.map(([name]) => name);
	if (names.length === 0) return;
	await cloud.queue.send(names.map((name) => messageFor(record, name)));
	await cloud.events.markSent(record, names, cloud.now());
}
