import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../clients.ts';
import type { Database, Field, Index, Ordered } from '../plan.ts';
import { isConflict } from '../refusal.ts';
import { type Deploying, listAll, look } from './deploying.ts';
import { ended } from './operation.ts';

const service = 'firestore';
const operations = { service, root: 'v1' };

/** Databases first, all at once; then what they find events by. https://docs.cloud.google.com/firestore/docs/reference/rest/v1/projects.databases */
export async function makeDatabases(deploying: Deploying): Promise<string | undefined> {
	const made = await Promise.all(deploying.plan.databases.map((database) => makeDatabase(database, deploying)));
	for (const database of deploying.plan.databases) {
		await makeIndexes(database, deploying);
		for (const field of database.fields) await setField(database, field, deploying);
	}
	const count = made.filter(Boolean).length;
	return count > 0 ? `made ${count} databases` : undefined;
}

async function makeDatabase({ id }: Database, deploying: Deploying): Promise<boolean> {
	const { google, plan } = deploying;
	const path = `v1/projects/${plan.project}/databases`;
	const wanted = {
		deleteProtectionState: plan.throwAway ? 'DELETE_PROTECTION_DISABLED' : 'DELETE_PROTECTION_ENABLED',
		pointInTimeRecoveryEnablement: 'POINT_IN_TIME_RECOVERY_ENABLED',
	};
	const found = await look(google, service, `${path}/${id}`);
	if (found === undefined) {
		const body = { type: 'FIRESTORE_NATIVE', locationId: plan.region, ...wanted };
		await ended(await google.call({ service, method: 'POST', path, query: { databaseId: id }, body }), operations, deploying);
		return true;
	}
	const changed = Object.entries(wanted).filter(([key, value]) => found[key] !== value);
	if (changed.length === 0) return false;
	const updateMask = changed.map(([key]) => key).join(',');
	const body = Object.fromEntries(changed);
	await ended(await google.call({ service, method: 'PATCH', path: `${path}/${id}`, query: { updateMask }, body }), operations, deploying);
	return false;
}

/** Made side by side, since an index takes minutes even where there is nothing to index. */
async function makeIndexes({ id, indexes }: Database, deploying: Deploying): Promise<void> {
	const { google, plan } = deploying;
	if (indexes.length === 0) return;
	const root = `v1/projects/${plan.project}/databases/${id}/collectionGroups`;
	const collections = [...new Set(indexes.map(({ collection }) => collection))];
	const existing = await Promise.all(
		collections.map((each) => listAll(google, { service, path: `${root}/${each}/indexes`, key: 'indexes' })),
	);
	const missing = indexes.filter((index) => !existing.flat().some((each) => isSame(each, index)));
	const started = await Promise.all(
		missing.map(async ({ collection, index }) => {
			const path = `${root}/${collection}/indexes`;
			return await google.call({ service, method: 'POST', path, body: index }).catch((error: unknown) => {
				if (isConflict(error)) return undefined;
				throw error;
			});
		}),
	);
	await Promise.all(started.map((operation) => operation && ended(operation, operations, deploying)));
}

/** Firestore adds the document's own name to the end of each. */
function isSame({ name, fields }: Json, { collection, index }: Index): boolean {
	// Sound because the API says so: https://docs.cloud.google.com/firestore/docs/reference/rest/v1/projects.databases.collectionGroups.indexes
	const own = (fields as readonly Ordered[]).filter(({ fieldPath }) => fieldPath !== '__name__');
	const plain = own.map(({ fieldPath, order }) => ({ fieldPath, order }));
	return String(name).includes(`/collectionGroups/${collection}/`) && isDeepStrictEqual(plain, [...index.fields]);
}

async function setField({ id }: Database, { collection, field, settings }: Field, deploying: Deploying): Promise<void> {
	const { google, plan } = deploying;
	const path = `v1/projects/${plan.project}/databases/${id}/collectionGroups/${collection}/fields/${field}`;
	const found = (await look(google, service, path)) ?? {};
	// Sound because the API says so: https://docs.cloud.google.com/firestore/docs/reference/rest/v1/projects.databases.collectionGroups.fields
	const { indexes = [], usesAncestorConfig = false } = (found.indexConfig ?? {}) as {
		readonly indexes?: readonly unknown[];
		readonly usesAncestorConfig?: boolean;
	};
	const expires = settings.ttlConfig === undefined || found.ttlConfig !== undefined;
	const exempt = found.indexConfig !== undefined && !usesAncestorConfig && indexes.length === settings.indexConfig.indexes.length;
	if (expires && exempt) return;
	const updateMask = Object.keys(settings).join(',');
	await ended(await google.call({ service, method: 'PATCH', path, query: { updateMask }, body: settings }), operations, deploying);
}
