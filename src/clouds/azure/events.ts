import { setTimeout } from 'node:timers/promises';
import type { Cloud, EventRecords } from '../../webhook/ports.ts';
import type { EventRecord } from '../../webhook/record.ts';
import { changeRuns } from '../change-runs.ts';
import { type Shelf, type Versioned, versionedRecords } from '../versioned-records.ts';
import type { Entity } from './entity.ts';
import type { Change } from './entity-batch.ts';
import { entriesOf, eventKey, fromEntity, toEntity } from './event-rows.ts';
import { findEvents } from './find-events.ts';
import type { TableEntities } from './table-entities.ts';

/** A record is one entity of 1 MB at most, with its replies and headers, and is written whole; bigger bodies go to blobs. */
const room = 48 * 1024;

/** One table. A record and the entries that lists are read from change in one transaction, so no list lags behind. */
export function createEvents(entities: TableEntities, wait: Cloud['wait'] = setTimeout): EventRecords {
	const { insert, get, update } = versionedRecords(createShelf(entities), wait);
	return { room, insert, get, ...changeRuns(update), ...findEvents(entities) };
}

function createShelf(entities: TableEntities): Shelf {
	const write = async (next: Versioned, changes: readonly Change[]) => {
		const tag = await entities.change(changes);
		return tag === undefined ? undefined : { ...next, tag };
	};
	const replace: Shelf['replace'] = (before, next) => {
		const { tag = '' } = before;
		return write(next, [{ kind: 'replace', entity: toEntity(next), tag }, ...moves(before.record, next.record)]);
	};
	return {
		read: async (key) => {
			const found = await entities.get(eventKey(key));
			return found && fromEntity(found);
		},
		insert: (next, _, expired) =>
			expired ? replace(expired, next) : write(next, [{ kind: 'insert', entity: toEntity(next) }, ...entriesOf(next.record).map(put)]),
		replace,
	};
}

const put = (entity: Entity): Change => ({ kind: 'put', entity });

/** Only what changes: every entry costs. */
function moves(before: EventRecord, next: EventRecord): readonly Change[] {
	const [were, are] = [entriesOf(before), entriesOf(next)];
	const same = (one: Entity) => (other: Entity) => one.RowKey === other.RowKey && one.of === other.of;
	const gone = were.filter(({ RowKey }) => !are.some((entry) => entry.RowKey === RowKey));
	const come = are.filter((entry) => !were.some(same(entry)));
	return [...gone.map((key): Change => ({ kind: 'remove', key })), ...come.map(put)];
}
