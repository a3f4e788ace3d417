import { randomUUID } from 'node:crypto';
import type { Records } from '../../webhook/ports.ts';
import { readText, text } from './attribute.ts';
import { itemKey } from './table.ts';
import type { TableItems } from './table-items.ts';

/** The small table for functions: items beside the events, told apart by their key. */
export function createRecords(items: TableItems): Records {
	const item = (collection: string, key: string, value: unknown) => ({
		pk: text(itemKey('record', collection, key)),
		version: text(randomUUID()),
		value: text(encode(value)),
	});
	return {
		insert: async (collection, key, value) => {
			const mine = item(collection, key, value);
			if (await items.put(mine, { expression: 'attribute_not_exists(#pk)', names: ['pk'] })) return true;
			// A first attempt whose answer got lost may have put it.
			return readText((await items.get(mine.pk.S ?? ''))?.version) === mine.version.S;
		},
		put: async (collection, key, value) => {
			await items.put(item(collection, key, value));
		},
		get: async (collection, key) => {
			const found = await items.get(itemKey('record', collection, key));
			return found && JSON.parse(readText(found.value));
		},
		remove: (collection, key) => items.remove(itemKey('record', collection, key)),
	};
}

function encode(value: unknown): string {
	const json: string | undefined = JSON.stringify(value);
	if (json === undefined) throw new TypeError('A record has to be JSON: undefined and functions are not.');
	return json;
}
