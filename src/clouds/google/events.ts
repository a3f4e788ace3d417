import { setTimeout } from 'node:timers/promises';
import type { Cloud, EventRecords } from '../../webhook/ports.ts';
import { changeRuns } from '../change-runs.ts';
import { type Shelf, type Versioned, versionedRecords } from '../versioned-records.ts';
import type { Condition, Documents } from './documents.ts';
import { eventId, fromDocument, toFields } from './event-document.ts';
import { findEvents } from './find-events.ts';

/** A document may have 1 MiB, but each change of a run writes all of it, so bigger bodies go to blobs. */
const room = 16 * 1024;

/** Documents of the collection `events`. */
export function createEvents(documents: Documents, { wait = setTimeout }: { readonly wait?: Cloud['wait'] } = {}): EventRecords {
	const { insert, get, update } = versionedRecords(createShelf(documents), wait);
	return { room, insert, get, ...changeRuns(update), ...findEvents(documents) };
}

function createShelf(documents: Documents): Shelf {
	const put = async (next: Versioned, condition: Condition) => {
		const tag = await documents.put('events', eventId(next.record), { fields: toFields(next), condition });
		return tag === undefined ? undefined : { ...next, tag };
	};
	return {
		read: async (key) => {
			const found = await documents.get('events', eventId(key));
			return found && fromDocument(found);
		},
		insert: (next, _, expired) => put(next, expired ? unchanged(expired) : { exists: false }),
		replace: (before, next) => put(next, unchanged(before)),
	};
}

function unchanged({ tag = '' }: Versioned): Condition {
	return { updateTime: tag };
}
