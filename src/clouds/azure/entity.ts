import { createHash } from 'node:crypto';

/** An entity as JSON without metadata writes it: https://learn.microsoft.com/rest/api/storageservices/payload-format-for-table-service-operations */
export type Entity = { readonly PartitionKey: string; readonly RowKey: string; readonly [property: string]: string };

export type EntityKey = Pick<Entity, 'PartitionKey' | 'RowKey'>;

/** A property takes so much: https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model */
const mostBytes = 64 * 1024;

/** Bytes over as many properties, `d0`, `d1`, …, as they need. */
export function toProperties(bytes: Buffer): Readonly<Record<string, string>> {
	const count = Math.ceil(bytes.length / mostBytes);
	const parts = Array.from({ length: count }, (_, index) => bytes.subarray(index * mostBytes, (index + 1) * mostBytes));
	return Object.fromEntries(
		parts.flatMap((part, index) => [
			[`d${index}@odata.type`, 'Edm.Binary'],
			[`d${index}`, part.toString('base64')],
		]),
	);
}

export function fromProperties(entity: Entity): Buffer {
	const parts: Buffer[] = [];
	for (let part = entity.d0; part !== undefined; part = entity[`d${parts.length}`]) parts.push(Buffer.from(part, 'base64'));
	return Buffer.concat(parts);
}

/** For keys: whatever names hold, of one length, and without the characters that a key must not have. */
export function digestOf(...parts: readonly string[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
