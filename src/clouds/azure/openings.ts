import type { Openings } from '../../webhook/secrets.ts';
import { digestOf } from './entity.ts';
import type { TableEntities } from './table-entities.ts';

/** A table beside the events. One that nobody used stays, since there is one for a source at most. */
export function createOpenings(entities: TableEntities): Openings {
	const keyOf = (source: string) => ({ PartitionKey: digestOf(source), RowKey: 'opening' });
	return {
		open: (source, until) => entities.put({ ...keyOf(source), until: String(until) }),
		get: async (source) => {
			const found = await entities.get(keyOf(source));
			return found && Number(found.entity.until);
		},
		close: (source) => entities.remove(keyOf(source)),
	};
}
