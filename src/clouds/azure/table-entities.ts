import type { Answer } from '../exchange.ts';
import { hasCode } from './azure-error.ts';
import type { Client } from './client.ts';
import type { Entity, EntityKey } from './entity.ts';
import { type Change, encodeBatch, failureIn, firstTag } from './entity-batch.ts';

export type Tagged = { readonly entity: Entity; readonly tag: string };

/** What of a partition is read, in the order of its rows. */
export type Range = { readonly partition: string; readonly from: string; readonly to: string; readonly most?: number };

export type TableEntities = {
	readonly get: (key: EntityKey) => Promise<Tagged | undefined>;
	/** False where there is one. */
	readonly insert: (entity: Entity) => Promise<boolean>;
	readonly put: (entity: Entity) => Promise<void>;
	/** It is no error when there is none. Where a tag is given, one that was written since stays. */
	readonly remove: (key: EntityKey, tag?: string) => Promise<void>;
	/** Changes of one partition, all or none. The tag of what the first one left; undefined where that one's condition does not hold. */
	readonly change: (changes: readonly Change[]) => Promise<string | undefined>;
	/** A page at a time. */
	readonly pages: (range: Range) => AsyncIterable<readonly Entity[]>;
};

const plain = { accept: 'application/json;odata=nometadata', 'content-type': 'application/json', dataserviceversion: '3.0' };
const mostAtOnce = 1000;
/** What a condition fails with. */
const unheld = ['EntityAlreadyExists', 'UpdateConditionNotSatisfied', 'ResourceNotFound'] as const;

/** Entities of one table: https://learn.microsoft.com/rest/api/storageservices/table-service-rest-api */
export function tableEntities(client: Client, table: string): TableEntities {
	const path = ({ PartitionKey, RowKey }: EntityKey) => `/${table}(PartitionKey='${PartitionKey}',RowKey='${RowKey}')`;
	const write = (entity: Entity) =>
		({ service: 'table', headers: { ...plain, prefer: 'return-no-content' }, body: JSON.stringify(entity) }) as const;
	return {
		get: async (key) => {
			const found = await unless(client({ service: 'table', method: 'GET', path: path(key), headers: plain }), 'ResourceNotFound');
			// Sound, as below, because only our own properties, which are text, are written.
			return found && { entity: JSON.parse(found.body.toString()) as Entity, tag: String(found.headers.etag) };
		},
		insert: async (entity) =>
			(await unless(client({ ...write(entity), method: 'POST', path: `/${table}` }), 'EntityAlreadyExists')) !== undefined,
		put: async (entity) => void (await client({ ...write(entity), method: 'PUT', path: path(entity) })),
		remove: async (key, tag = '*') => {
			const headers = { ...plain, 'if-match': tag };
			const removed = client({ service: 'table', method: 'DELETE', path: path(key), headers });
			await unless(removed, 'ResourceNotFound', 'UpdateConditionNotSatisfied');
		},
		change: async (changes) => {
			const { type, body } = encodeBatch(changes, table);
			const headers = { ...plain, 'content-type': type };
			const made = await unless(client({ service: 'table', method: 'POST', path: '/$batch', headers, body, failureIn }), ...unheld);
			return made && firstTag(made);
		},
		pages: async function* ({ partition, from, to, most = mostAtOnce }) {
			const filter = `PartitionKey eq '${partition}' and RowKey ge '${from}' and RowKey lt '${to}'`;
			const first = { $filter: filter, $top: String(Math.min(most, mostAtOnce)) };
			let next: Readonly<Record<string, string>> | undefined = {};
			while (next) {
				const page: Answer = await client({
					service: 'table',
					method: 'GET',
					path: `/${table}()`,
					query: { ...first, ...next },
					headers: plain,
				});
				yield (JSON.parse(page.body.toString()) as { readonly value: readonly Entity[] }).value;
				next = continuationOf(page);
			}
		},
	};
}

/** A page may be empty, and yet not be the last: https://learn.microsoft.com/rest/api/storageservices/query-timeout-and-pagination */
function continuationOf({ headers }: Answer): Readonly<Record<string, string>> | undefined {
	const { 'x-ms-continuation-nextpartitionkey': NextPartitionKey, 'x-ms-continuation-nextrowkey': NextRowKey } = headers;
	if (NextPartitionKey === undefined) return undefined;
	return { NextPartitionKey: String(NextPartitionKey), ...(NextRowKey !== undefined && { NextRowKey: String(NextRowKey) }) };
}

async function unless(asked: Promise<Answer>, ...codes: readonly string[]): Promise<Answer | undefined> {
	return await asked.catch((error: unknown) => {
		if (hasCode(error, ...codes)) return undefined;
		throw error;
	});
}
