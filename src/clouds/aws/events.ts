import { setTimeout } from 'node:timers/promises';
import type { Cloud, EventRecords } from '../../webhook/ports.ts';
import { changeRuns } from '../change-runs.ts';
import { type Shelf, type Versioned, versionedRecords } from '../versioned-records.ts';
import { number, text } from './attribute.ts';
import { eventKey, fromItem, optionalState, toItem, toState } from './event-item.ts';
import { findEvents } from './find-events.ts';
import type { TableItems } from './table-items.ts';

/** Every change of a run is charged by the size of the whole item, so bigger bodies go to blobs. */
const room = 16 * 1024;

/** By its `now`, `list` begins. */
export function createEvents(
	items: TableItems,
	{ now = Date.now, wait = setTimeout }: Partial<Pick<Cloud, 'now' | 'wait'>> = {},
): EventRecords {
	const { insert, get, update } = versionedRecords(createShelf(items), wait);
	const find = async (pk: string) => {
		const item = await items.get(pk);
		return item && fromItem(item).record;
	};
	return { room, insert, get, ...changeRuns(update), ...findEvents(items, find, now) };
}

function createShelf(items: TableItems): Shelf {
	return {
		read: async (key) => {
			const item = await items.get(eventKey(key));
			return item && fromItem(item);
		},
		insert: async (next, now) => ((await items.put(toItem(next), absentAt(now))) ? next : undefined),
		replace: async (before, next) => ((await write(items, before, next)) ? next : undefined),
	};
}

/** A run changes only a part of the item; what is forgotten is in the rest of it. */
function write(items: TableItems, { record, version }: Versioned, next: Versioned): Promise<boolean> {
	return next.record.forgottenAt === record.forgottenAt
		? items.update(eventKey(record), stateChange(next), unchangedSince(version))
		: items.put(toItem(next), unchangedSince(version));
}

const absentAt = (now: number) => ({
	expression: 'attribute_not_exists(#pk) OR #expiresAt <= :now',
	names: ['pk', 'expiresAt'],
	values: { ':now': number(now) },
});

const unchangedSince = (version: string) => ({ expression: '#version = :read', names: ['version'], values: { ':read': text(version) } });

function stateChange({ record, version }: Versioned) {
	const state = toState(record);
	return { set: { ...state, version: text(version) }, remove: optionalState.filter((name) => !(name in state)) };
}
