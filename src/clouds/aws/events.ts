import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Cloud, EventRecords } from '../../webhook/ports.ts';
import { changeRuns, type Update } from '../change-runs.ts';
import { number, text } from './attribute.ts';
import { jitter } from './client.ts';
import { eventKey, fromItem, optionalState, toItem, toState, type Versioned } from './event-item.ts';
import { findEvents } from './find-events.ts';
import { createRecent } from './recent.ts';
import type { TableItems } from './table-items.ts';

/** Every change of a run is charged by the size of the whole item, so bigger bodies go to blobs. */
const room = 16 * 1024;
const mostKept = 100;
const mostRounds = 12;

/** By its `now`, `list` begins. */
export function createEvents(
	items: TableItems,
	{ now = Date.now, wait = setTimeout }: Partial<Pick<Cloud, 'now' | 'wait'>> = {},
): EventRecords {
	const store = createStore(items, wait);
	return { room, insert: store.insert, get: store.get, ...changeRuns(store.update), ...findEvents(items, store.find, now) };
}

/**
 * Reads, changes and writes a record under the condition that nobody wrote it in between. Each write leaves a mark of its own, which tells
 * a write whose answer got lost from one that somebody else made.
 */
function createStore(items: TableItems, wait: Cloud['wait']) {
	const recent = createRecent<Versioned>(mostKept);
	const keep = (pk: string, known: Versioned) => {
		recent.keep(pk, known);
		return known;
	};
	const read = async (pk: string) => {
		const item = await items.get(pk);
		return item && keep(pk, fromItem(item));
	};
	const insert: EventRecords['insert'] = async (record, now) => {
		const pk = eventKey(record);
		for (let round = 1; round <= mostRounds; round += 1) {
			const known: Versioned = { record, version: randomUUID() };
			if (await items.put(toItem(known), absentAt(now))) {
				keep(pk, known);
				return {};
			}
			const found = await read(pk);
			if (found?.version === known.version) return {};
			if (found && found.record.expiresAt > now) return { existing: found.record };
		}
		throw new Error('the record is written by too many at once');
	};
	/** A run changes only a part of the item; what is forgotten is in the rest of it. */
	const write = (pk: string, { record, version }: Versioned, next: Versioned) =>
		next.record.forgottenAt === record.forgottenAt
			? items.update(pk, stateChange(next), unchangedSince(version))
			: items.put(toItem(next), unchangedSince(version));
	const update: Update = async (key, change) => {
		const pk = eventKey(key);
		const kept = recent.get(pk);
		// What is kept may be old. It may only lead to a write, whose condition proves it; an answer without a write needs a look.
		let known = kept && change(kept.record) ? kept : await read(pk);
		for (let round = 1; round <= mostRounds; round += 1) {
			const next = known && change(known.record);
			if (known === undefined || next === undefined) return { record: known?.record, changed: false };
			const version = randomUUID();
			if (await write(pk, known, { record: next, version })) {
				return { record: keep(pk, { record: next, version }).record, changed: true };
			}
			if (round > 1) await wait(jitter(round));
			known = await read(pk);
			if (known?.version === version) return { record: next, changed: true };
		}
		throw new Error('the record is written by too many at once');
	};
	const find = async (pk: string) => (await read(pk))?.record;
	return { insert, update, find, get: (key: Parameters<EventRecords['get']>[0]) => find(eventKey(key)) };
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
