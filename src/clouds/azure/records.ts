import { randomUUID } from 'node:crypto';
import type { Records } from '../../webhook/ports.ts';
import { digestOf, type Entity, fromProperties, toProperties } from './entity.ts';
import type { TableEntities } from './table-entities.ts';

/** The small table for functions: an entity of a partition of its own for each key. */
export function createRecords(entities: TableEntities): Records {
	const keyOf = (collection: string, key: string) => ({ PartitionKey: digestOf(collection, key), RowKey: 'record' });
	const entity = (collection: string, key: string, value: unknown): Entity => ({
		...keyOf(collection, key),
		version: randomUUID(),
		...toProperties(encode(value)),
	});
	return {
		insert: async (collection, key, value) => {
			const mine = entity(collection, key, value);
			if (await entities.insert(mine)) return true;
			// A first attempt whose answer got lost may have put it.
			return (await entities.get(mine))?.entity.version === mine.version;
		},
		put: async (collection, key, value) => await entities.put(entity(collection, key, value)),
		get: async (collection, key) => {
			const found = await entities.get(keyOf(collection, key));
			return found && JSON.parse(fromProperties(found.entity).toString());
		},
		remove: (collection, key) => entities.remove(keyOf(collection, key)),
	};
}

function encode(value: unknown): Buffer {
	const json: string | undefined = JSON.stringify(value);
	if (json === undefined) throw new TypeError('A record has to be JSON: undefined and functions are not.');
	return Buffer.from(json);
}
