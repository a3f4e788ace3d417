import { dropBytes, holds, keepBytes } from '../../middleware/keep-bytes.ts';
import type { Passage } from '../../middleware/step.ts';
import { type Storing, storeEvent, takes } from '../../middleware/store-events.ts';
import type { Log } from '../../webhook/ports.ts';
import type { Identified } from '../../webhook/provider.ts';
import type { Routes } from '../../webhook/source.ts';
import { traceIdOf } from '../../webhook/traceparent.ts';
import { Mistake } from '../mistake.ts';
import type { Providers } from '../read-source.ts';
import { errorLine } from './error-line.ts';
import { type Listened, type ListenedEvent, readListened, refused, type Taken } from './listened.ts';
import { readAnew } from './read-anew.ts';

type Means = {
	readonly cloud: Storing['cloud'];
	readonly routes: Routes;
	readonly providers: Providers;
	readonly log: Pick<Log, 'info'>;
};

/**
 * Keeps what a deployed stage has verified, and wakes the local functions. No signature is left to be checked: whoever hands something over here is believed, so it
 * is for the door of the run's own user alone, and no sender may ever reach it. What it returns is dealt with for good.
 * @throws {Mistake} for what is no delivery, and when the store fails
 */
export async function takeListened(input: unknown, means: Means): Promise<{ readonly events: readonly Taken[] }> {
	const listened = readListened(input);
	if (listened === undefined) throw new Mistake('this is no delivery of a stage');
	const read = await readAnew(listened, means);
	if ('refused' in read) return { events: listened.events.map(({ id }) => refused(id, read.refused)) };
	try {
		return { events: await keep(listened, read, means) };
	} catch (error) {
		throw new Mistake(`it was not kept: ${errorLine(error)}`);
	}
}

type Read = Exclude<Awaited<ReturnType<typeof readAnew>>, { readonly refused: string }>;

async function keep(listened: Listened, { passage, delivery, find }: Read, means: Means): Promise<readonly Taken[]> {
	const on = { cloud: means.cloud, routes: routesFor(listened, means.routes) };
	const found = listened.events.map((told) => ({ told, event: find(told) }));
	const wanted = found.flatMap(({ event }) => (event && isWanted(event, listened, on.routes) ? [event] : []));
	if (wanted.length === 0) return found.map(({ told, event }) => (event ? skipped(told.id) : refused(told.id, another)));
	const bytes = await keepBytes({ ...passage, events: wanted }, on.cloud);
	let held = false;
	const taken = found.map(async ({ told, event }): Promise<Taken> => {
		if (event === undefined) return refused(told.id, another);
		if (!wanted.includes(event)) return skipped(told.id);
		// Each counts its own duplicates.
		const own: Passage = { ...passage };
		const kept = await storeEvent({ passage: own, delivery, bytes, event, index: told.index }, on);
		held ||= holds(kept, bytes);
		const outcome = own.duplicates === undefined ? 'kept' : 'known';
		tell(told, outcome, listened, means);
		return { id: told.id, outcome, functions: Object.keys(kept.functions) };
	});
	const outcomes = await Promise.allSettled(taken);
	for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
	if (!held) await dropBytes(bytes, on.cloud);
	return await Promise.all(taken);
}

const another = 'its bytes are read as another event here';

/** Nobody waits for an answer, so each function gets its event from its queue. */
function routesFor({ function: name }: Listened, routes: Routes): Routes {
	const own = routes.routes.filter((route) => name === undefined || route.function === name);
	return { ...routes, routes: own.map((route) => ({ ...route, ack: 'stored' })) };
}

function isWanted(event: Identified, { source, function: name }: Listened, { routes }: Routes): boolean {
	return name === undefined || routes.some((route) => route.source === source && takes(route, event));
}

const skipped = (id: string): Taken => ({ id, outcome: 'skipped', functions: [] });

function tell({ id, type }: ListenedEvent, outcome: Taken['outcome'], { source, stage, traceparent }: Listened, { log }: Means): void {
	const fields = { source, 'cloudevents.event_type': type, 'cloudevents.event_id': id };
	log.info('delivery listened', { ...fields, stage, outcome, trace_id: traceIdOf(traceparent) });
}
