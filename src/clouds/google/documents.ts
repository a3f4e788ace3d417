import { createHash } from 'node:crypto';
import type { JsonCall } from './client.ts';
import { failureIn, isRefusal } from './google-error.ts';

/** A value as Firestore's API writes it: https://cloud.google.com/firestore/docs/reference/rest/Shared.Types/ArrayValue#Value */
export type Value = {
	readonly stringValue?: string;
	readonly doubleValue?: number;
	/** Base64. */
	readonly bytesValue?: string;
	/** RFC 3339. */
	readonly timestampValue?: string;
	readonly referenceValue?: string;
};
export type Fields = Readonly<Record<string, Value>>;

export type Document = { readonly name: string; readonly fields: Fields; readonly updateTime: string };

/** What must hold of the document for it to be written. */
export type Condition = { readonly exists: false } | { readonly updateTime: string };

/** https://cloud.google.com/firestore/docs/reference/rest/v1/StructuredQuery */
export type Query = { readonly where: object; readonly orderBy: readonly object[]; readonly limit: number; readonly startAt?: object };

/** Single documents of one database. Reads and queries are strongly consistent. */
export type Documents = {
	readonly get: (collection: string, id: string) => Promise<Document | undefined>;
	/** The time of the write; undefined where the condition does not hold. */
	readonly put: (
		collection: string,
		id: string,
		document: { readonly fields: Fields; readonly condition?: Condition },
	) => Promise<string | undefined>;
	readonly remove: (collection: string, id: string) => Promise<void>;
	readonly find: (collection: string, query: Query) => Promise<readonly Document[]>;
};

export function createDocuments(firestore: JsonCall, project: string, database: string): Documents {
	const root = `projects/${project}/databases/${database}/documents`;
	const nameOf = (collection: string, id: string) => `${root}/${collection}/${id}`;
	const stream = async (method: 'batchGet' | 'runQuery', asked: object): Promise<readonly Found[]> => {
		const found = (await firestore(`/v1/${root}:${method}`, asked)) as readonly Found[];
		const failure = failureIn('firestore', found);
		if (failure) throw failure;
		return found;
	};
	const commit = (write: object) => firestore(`/v1/${root}:commit`, { writes: [write] });
	return {
		// One that is not there is no error of a batch, so that a database which is not there can be told from it.
		get: async (collection, id) => {
			const [found] = await stream('batchGet', { documents: [nameOf(collection, id)] });
			return found?.found;
		},
		put: async (collection, id, { fields, condition }) => {
			try {
				const update = { name: nameOf(collection, id), fields };
				const { writeResults } = (await commit({ update, ...(condition && { currentDocument: condition }) })) as Committed;
				return writeResults[0]?.updateTime ?? '';
			} catch (error) {
				if (condition && isRefusal(error, 'ALREADY_EXISTS', 'FAILED_PRECONDITION', 'NOT_FOUND')) return undefined;
				throw error;
			}
		},
		remove: async (collection, id) => void (await commit({ delete: nameOf(collection, id) })),
		find: async (collection, query) => {
			const structuredQuery = { from: [{ collectionId: collection }], ...query };
			const found = await stream('runQuery', { structuredQuery });
			return found.flatMap(({ document }) => document ?? []);
		},
	};
}

/** Sound, as the other, because the API says so: https://cloud.google.com/firestore/docs/reference/rest/v1/projects.databases.documents/batchGet */
type Found = { readonly found?: Document; readonly document?: Document };
type Committed = { readonly writeResults: readonly { readonly updateTime?: string }[] };

/** The id of what is known by these texts, whatever they hold. Hashed also because ids that begin alike make one range of documents hot: https://cloud.google.com/firestore/docs/best-practices#hotspots */
export function documentId(...parts: readonly string[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
