import { type Json, list, only, Refused, wellFormed } from './fake-error.ts';
import { type Kept, runQuery } from './fake-query.ts';
import { refuse, types } from './fake-value.ts';

type Database = Map<string, Kept>;

export type FakeFirestore = {
	readonly createDatabase: (name: string) => void;
	readonly answer: (path: string, body: unknown) => unknown;
};

const mostBytes = 1024 * 1024;

/** Firestore's REST calls that we make, on databases in memory. It knows the composite indexes of a deployment, and refuses a query that has none. */
export function createFakeFirestore(): FakeFirestore {
	const databases = new Map<string, Database>();
	let writes = 0;
	const now = () => {
		writes += 1;
		return `2026-01-15T12:00:00.${String(writes).padStart(6, '0')}Z`;
	};
	return {
		createDatabase: (name) => void databases.set(name, new Map()),
		answer: (path, body) => {
			const [, root = '', action = ''] = /^\/v1\/(projects\/[^/]+\/databases\/[^/]+\/documents):(\w+)$/.exec(path) ?? [];
			const database = databases.get(root);
			if (database === undefined) throw new Refused('NOT_FOUND', `The database ${root} does not exist`);
			if (action === 'commit') return commit(database, body, { root, time: now() });
			if (action === 'batchGet') return batchGet(database, body, now());
			if (action === 'runQuery') return runQuery(database, body, { root, time: now() });
			throw new Refused('NOT_FOUND', path);
		},
	};
}

type At = { readonly root: string; readonly time: string };

function commit(database: Database, body: unknown, { root, time }: At): Json {
	const { writes } = only(body, ['writes', 'transaction'], 'commit');
	const all = list(writes, 'writes').map((write) => only(write, ['update', 'delete', 'currentDocument'], 'writes'));
	for (const write of all) check(database.get(nameOf(write, root)), write.currentDocument);
	for (const write of all) {
		const name = nameOf(write, root);
		if (write.update === undefined) database.delete(name);
		else database.set(name, { name, fields: fieldsOf(write.update), createTime: database.get(name)?.createTime ?? time, updateTime: time });
	}
	return { writeResults: all.map((write) => (write.update === undefined ? {} : { updateTime: time })), commitTime: time };
}

function nameOf(write: Json, root: string): string {
	const update = write.update === undefined ? undefined : only(write.update, ['name', 'fields'], 'update');
	const name = wellFormed(update?.name ?? write.delete, 'name');
	const [collection = '', id = '', ...more] = name.startsWith(`${root}/`) ? name.slice(root.length + 1).split('/') : [];
	if (collection === '' || id === '' || id.length > 1500 || more.length > 0)
		throw new Refused('INVALID_ARGUMENT', `Document name "${name}" is wrong`);
	return name;
}

function check(known: Kept | undefined, condition: unknown): void {
	if (condition === undefined) return;
	const { exists, updateTime } = only(condition, ['exists', 'updateTime'], 'currentDocument');
	if (exists === false && known) throw new Refused('ALREADY_EXISTS', 'Document already exists');
	if (exists === true && !known) throw new Refused('NOT_FOUND', 'No document to update');
	if (updateTime !== undefined && known?.updateTime !== updateTime)
		throw new Refused('FAILED_PRECONDITION', 'the stored version does not match the required base version');
}

function fieldsOf(update: unknown): Kept['fields'] {
	const { fields } = update as { readonly fields: Readonly<Record<string, unknown>> };
	if (JSON.stringify(fields).length > mostBytes * (4 / 3)) throw new Refused('INVALID_ARGUMENT', 'the document exceeds 1,048,576 bytes');
	const read = (value: unknown) => {
		const one = only(value, Object.keys(types), 'value');
		const [[type, inner] = ['', undefined], ...more] = Object.entries(one);
		if (more.length > 0) refuse('oneof');
		types[type]?.(inner) ?? refuse('value');
		return one;
	};
	return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, read(value)]));
}

function batchGet(database: Database, body: unknown, readTime: string): readonly Json[] {
	const { documents } = only(body, ['documents'], 'batchGet');
	return list(documents, 'documents').map((name) => {
		const found = database.get(String(name));
		return found ? { found, readTime } : { missing: name, readTime };
	});
}
