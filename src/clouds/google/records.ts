import { randomUUID } from 'node:crypto';
import type { Records } from '../../webhook/ports.ts';
import { type Documents, documentId } from './documents.ts';

const place = 'records';

/** The small table for functions: documents of the collection `records`. */
export function createRecords(documents: Documents): Records {
	const fieldsOf = (value: unknown) => ({ version: { stringValue: randomUUID() }, value: { stringValue: encode(value) } });
	return {
		insert: async (collection, key, value) => {
			const id = documentId(collection, key);
			const fields = fieldsOf(value);
			if ((await documents.put(place, id, { fields, condition: { exists: false } })) !== undefined) return true;
			// A first attempt whose answer got lost may have put it.
			return (await documents.get(place, id))?.fields.version?.stringValue === fields.version.stringValue;
		},
		put: async (collection, key, value) => {
			await documents.put(place, documentId(collection, key), { fields: fieldsOf(value) });
		},
		get: async (collection, key) => {
			const found = await documents.get(place, documentId(collection, key));
			return found && JSON.parse(found.fields.value?.stringValue ?? 'null');
		},
		remove: (collection, key) => documents.remove(place, documentId(collection, key)),
	};
}

function encode(value: unknown): string {
	const json: string | undefined = JSON.stringify(value);
	if (json === undefined) throw new TypeError('A record has to be JSON: undefined and functions are not.');
	return json;
}
