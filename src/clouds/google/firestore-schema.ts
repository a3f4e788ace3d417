export const shards = ['0', '1', '2', '3', '4', '5', '6', '7'] as const;

type Index = { readonly collection: string; readonly index: { readonly queryScope: 'COLLECTION'; readonly fields: readonly Ordered[] } };
type Ordered = { readonly fieldPath: string; readonly order: 'ASCENDING' | 'DESCENDING' };
type Field = {
	readonly collection: string;
	readonly field: string;
	readonly settings: { readonly indexConfig: { readonly indexes: readonly [] }; readonly ttlConfig?: object };
};

const ascending = (fieldPath: string): Ordered => ({ fieldPath, order: 'ASCENDING' });
const newestFirst: Ordered = { fieldPath: 'receivedAt', order: 'DESCENDING' };
const eventIndex = (...fields: readonly Ordered[]): Index => ({ collection: 'events', index: { queryScope: 'COLLECTION', fields } });

/**
 * What the queries of find-events need, in the database `<prefix>events`. `index` is the body of
 * https://cloud.google.com/firestore/docs/reference/rest/v1/projects.databases.collectionGroups.indexes/create
 * Each begins with the shard (or a status and the shard): an index of times alone takes 500 writes a second.
 * https://cloud.google.com/firestore/docs/best-practices#high_read_write_and_delete_rates_to_a_narrow_document_range
 */
export const indexes: readonly Index[] = [
	eventIndex(ascending('shard'), newestFirst),
	eventIndex(ascending('status'), ascending('shard'), newestFirst),
	// Holds only what is due: a document without the field is in no index of it.
	eventIndex(ascending('shard'), ascending('dueAt')),
];

const unindexed = (collection: string, field: string): Field => ({ collection, field, settings: { indexConfig: { indexes: [] } } });
/** Firestore removes a document within a day of this time: https://cloud.google.com/firestore/docs/ttl */
const expiring = (collection: string): Field => ({ collection, field: 'ttl', settings: { indexConfig: { indexes: [] }, ttlConfig: {} } });

/**
 * No field has an index of its own (`*` stands for all that are not named), because times in one make it hot and the record's bytes are none of its business.
 * `settings` is the body of https://cloud.google.com/firestore/docs/reference/rest/v1/projects.databases.collectionGroups.fields/patch
 */
export const fields: Readonly<Record<'events' | 'records', readonly Field[]>> = {
	events: [unindexed('events', '*'), expiring('events'), unindexed('openings', '*'), expiring('openings')],
	records: [unindexed('records', '*')],
};
