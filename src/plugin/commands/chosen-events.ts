import type { EventRecords } from '../../webhook/ports.ts';
import { type EventRecord, type EventStatus, type Run, statusOf } from '../../webhook/record.ts';
import { firstEvents } from './event-pages.ts';
import type { readFilter } from './read-filter.ts';

type Filter = ReturnType<typeof readFilter>;

/** The newest that the filter and the name of a function choose, at most so many. */
export async function chosenEvents(
	{ status, limit, ...filter }: Filter,
	name: string | undefined,
	events: Pick<EventRecords, 'list'>,
): Promise<readonly EventRecord[]> {
	if (name === undefined) return await events.list({ ...filter, ...(status && { status }), limit });
	const statuses = status && { statuses: statusesHolding(status) };
	return await firstEvents(events, { ...filter, ...statuses }, { limit, fits: (record) => isChosen(record, status, name) });
}

/** With a function, the status is what became of the event there. */
export function isChosen(record: EventRecord, status: EventStatus | undefined, name: string | undefined): boolean {
	if (name === undefined) return status === undefined || statusOf(record) === status;
	const run = Object.hasOwn(record.functions, name) ? record.functions[name] : undefined;
	return run !== undefined && (status === undefined || hasStatus(run, status));
}

export function hasStatus({ status }: Run, wanted: EventStatus): boolean {
	return status === wanted || (status === 'running' && wanted === 'pending');
}

/** The statuses of events that may hold a function of this one: what has ended for one function may still wait for another. */
export function statusesHolding(status: EventStatus): readonly EventStatus[] {
	if (status === 'dead') return ['dead', 'pending'];
	return status === 'done' ? ['done', 'dead', 'pending'] : [status];
}
