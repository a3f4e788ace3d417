import { type EventKey, type EventRecord, statusOf } from '../../webhook/record.ts';
import { dueOf } from '../../webhook/run.ts';
import { decodeRecord, encodeRecord } from '../record-json.ts';
import type { Versioned } from '../versioned-records.ts';
import { digestOf, type Entity, type EntityKey, fromProperties, toProperties } from './entity.ts';
import type { Tagged } from './table-entities.ts';

/** The partitions of the table. An event and its entries are in one, so that they change together. */
export const shards = Array.from({ length: 16 }, (_, shard) => shard.toString(16));

/** The lists that entries make: by the time received, newest first; by when the sweep is to look; by when the record may go. */
export type List = 't' | 'd' | 'x';

export function eventKey({ source, id }: EventKey): EntityKey {
	const digest = digestOf(source, id);
	return { PartitionKey: digest.slice(0, 1), RowKey: `e~${digest}` };
}

export function toEntity({ record, version }: Versioned): Entity {
	return { ...eventKey(record), version, ...toProperties(encodeRecord(record)) };
}

export function fromEntity({ entity, tag }: Tagged): Versioned {
	return { record: decodeRecord(fromProperties(entity)), version: entity.version ?? '', tag };
}

/** A dead letter lives for 14 days in its queue, and the record has to outlive it. */
const afterExpiryMillis = 15 * 24 * 60 * 60 * 1000;

/** When the record may go; undefined while somebody waits for it, or it is to be erased first. */
export function goneAt(record: EventRecord): number | undefined {
	if (dueOf(record) !== undefined || statusOf(record) === 'pending') return undefined;
	// A replay may end long after the record's own time: in death, at its `dueAt`.
	return Math.max(record.expiresAt, ...Object.values(record.functions).map((run) => run.dueAt)) + afterExpiryMillis;
}

/** The entries that the record has besides itself. */
export function entriesOf(record: EventRecord): readonly Entity[] {
	const { PartitionKey, RowKey } = eventKey(record);
	const [due, gone] = [dueOf(record), goneAt(record)];
	const entry = (list: List, time: number, also = {}): Entity => ({
		PartitionKey,
		RowKey: `${place(list, time)}~${RowKey.slice(2)}`,
		...also,
	});
	return [
		entry('t', record.receivedAt, { of: markOf(record) }),
		...(due === undefined ? [] : [entry('d', due)]),
		...(gone === undefined ? [] : [entry('x', gone)]),
	];
}

/** The record that an entry leads to. */
export function recordKey({ PartitionKey, RowKey }: EntityKey): EntityKey {
	return { PartitionKey, RowKey: `e~${RowKey.slice(RowKey.lastIndexOf('~') + 1)}` };
}

/** Source and type as an entry of `t` has them, so that most of what is not asked for need not be read. */
export function markOf({ source, type }: Pick<EventRecord, 'source' | 'type'>): string {
	return `${part(source)}~${part(type)}`;
}

const part = (text: string) => digestOf(text).slice(0, 16);

const last = Number.MAX_SAFE_INTEGER;

/** Where a time is in a list. What is not whole is where its millisecond begins; a reader looks at the record itself. */
export function place(list: List, time: number): string {
	const whole = Math.min(Math.max(Math.floor(time), 0), last);
	return `${list}~${String(list === 't' ? last - whole : whole).padStart(16, '0')}`;
}
