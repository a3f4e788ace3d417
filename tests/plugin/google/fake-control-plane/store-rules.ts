import { fields, found, type Json, masked, missing, page, policyRules, Refused, type Rule, taken, wrong } from './rules.ts';
import type { State } from './state.ts';

const database = ['type', 'locationId', 'deleteProtectionState', 'pointInTimeRecoveryEnablement'];
const bucket = ['name', 'location', 'labels', 'iamConfiguration', 'lifecycle', 'softDeletePolicy'];
const replicas = ['replication', 'labels'];

/** Firestore's databases and indexes, Cloud Storage, Secret Manager. */
export function storeRules(state: State): Readonly<Record<string, readonly Rule[]>> {
	return { firestore: firestore(state), storage: storage(state), secretmanager: secretManager(state) };
}

function firestore(state: State): readonly Rule[] {
	const one = /^v1\/(projects\/[^/]+\/databases\/[^/]+)$/;
	const field = /^v1\/(projects\/[^/]+\/databases\/[^/]+)(\/collectionGroups\/[^/]+\/fields\/[^/]+)$/;
	const operation = (response: Json, name: string) => state.operation(response, `${name}/operations/`);
	return [
		['GET', one, ([name = '']) => found(state.databases, name)],
		[
			'POST',
			/^v1\/(projects\/[^/]+\/databases)$/,
			([parent], { query, body }) => {
				const id = query.get('databaseId') ?? '';
				if (!/^[a-z][a-z0-9-]{2,61}[a-z0-9]$/.test(id)) throw wrong(`${id} is no id of a database`);
				const name = `${parent}/${id}`;
				if (state.databases.has(name)) throw taken(name);
				state.databases.set(name, { name, ...fields(body, database, database) });
				return operation({}, name);
			},
		],
		[
			'PATCH',
			one,
			([name = ''], { query, body }) => {
				state.databases.set(name, masked(found(state.databases, name), fields(body, database), query, database));
				return operation({}, name);
			},
		],
		[
			'DELETE',
			one,
			([name = '']) => {
				if (found(state.databases, name).deleteProtectionState !== 'DELETE_PROTECTION_DISABLED')
					throw new Refused(400, 'FAILED_PRECONDITION', 'Delete protection is enabled.');
				state.databases.delete(name);
				return operation({}, name);
			},
		],
		[
			'GET',
			/^v1\/(projects\/[^/]+\/databases\/[^/]+)(\/collectionGroups\/[^/]+\/indexes)$/,
			([name = '', group], asked) => {
				found(state.databases, name);
				return page(
					[...state.indexes.values()].filter((each) => String(each.name).startsWith(`${name}${group}/`)),
					'indexes',
					asked,
				);
			},
		],
		[
			'POST',
			/^v1\/(projects\/[^/]+\/databases\/[^/]+)(\/collectionGroups\/[^/]+\/indexes)$/,
			([name = '', group], { body }) => {
				found(state.databases, name);
				const index = fields(body, ['queryScope', 'fields'], ['queryScope', 'fields']);
				const key = `${name}${group}/${JSON.stringify(index.fields)}`;
				if (state.indexes.has(key)) throw taken('index');
				const own = [...(index.fields as readonly object[]), { fieldPath: '__name__', order: 'ASCENDING' }];
				state.indexes.set(key, { name: `${name}${group}/${state.indexes.size}`, ...index, fields: own });
				return operation({}, name);
			},
		],
		[
			'GET',
			field,
			([name = '', path]) => {
				found(state.databases, name);
				return (
					state.fields.get(`${name}${path}`) ?? { name: `${name}${path}`, indexConfig: { usesAncestorConfig: true, indexes: [{}, {}] } }
				);
			},
		],
		[
			'PATCH',
			field,
			([name = '', path], { query, body }) => {
				found(state.databases, name);
				const known = ['indexConfig', 'ttlConfig'];
				state.fields.set(`${name}${path}`, masked({ name: `${name}${path}` }, fields(body, known), query, known));
				return operation({}, name);
			},
		],
		['GET', /^v1\/(projects\/.*\/operations\/[^/]+)$/, ([name = '']) => found(state.operations, name)],
	];
}

function storage(state: State): readonly Rule[] {
	const one = /^storage\/v1\/b\/([^/]+)$/;
	const iam = /^storage\/v1\/b\/([^/]+)\/iam$/;
	return [
		['GET', one, ([name = '']) => found(state.buckets, name)],
		[
			'POST',
			/^storage\/v1\/b$/,
			(_, { query, body }) => {
				const given = fields(body, bucket, ['name', 'location']);
				if (!query.get('project')) throw wrong('Required parameter: project');
				if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(String(given.name))) throw wrong('Invalid bucket name');
				state.buckets.set(String(given.name), given);
				return given;
			},
		],
		[
			'PATCH',
			one,
			([name = ''], { body }) => {
				state.buckets.set(name, { ...found(state.buckets, name), ...fields(body, bucket) });
				return {};
			},
		],
		[
			'DELETE',
			one,
			([name = '']) => {
				found(state.buckets, name);
				if ((state.objects.get(name)?.size ?? 0) > 0) throw new Refused(409, 'conflict', 'The bucket you tried to delete is not empty.');
				state.buckets.delete(name);
				state.policies.remove(name);
				return undefined;
			},
		],
		['GET', iam, ([name = '']) => (found(state.buckets, name) ? state.policies.read(name) : undefined)],
		['PUT', iam, ([name = ''], { body }) => (found(state.buckets, name) ? state.policies.write(name, body) : undefined)],
		[
			'GET',
			/^storage\/v1\/b\/([^/]+)\/o$/,
			([name = ''], asked) =>
				page(
					[...(state.objects.get(name) ?? [])].map((each) => ({ name: each })),
					'items',
					asked,
				),
		],
		[
			'DELETE',
			/^storage\/v1\/b\/([^/]+)\/o\/(.+)$/,
			([name = '', object = '']) => {
				if (!state.objects.get(name)?.delete(object)) throw missing(object);
				return undefined;
			},
		],
	];
}

function secretManager(state: State): readonly Rule[] {
	const one = String.raw`^v1\/(projects\/[^/]+\/secrets\/[^/:]+)`;
	return [
		[
			'GET',
			/^v1\/projects\/[^/]+\/secrets$/,
			(_, asked) => {
				const [, mark] = /^labels\.hookport=(.+)$/.exec(asked.query.get('filter') ?? '') ?? [];
				const all = [...state.secrets.values()].map(({ secret }) => secret);
				return page(
					all.filter(({ labels }) => (labels as Json | undefined)?.hookport === mark),
					'secrets',
					asked,
				);
			},
		],
		[
			'POST',
			/^v1\/(projects\/[^/]+\/secrets)$/,
			([parent], { query, body }) => {
				const name = `${parent}/${query.get('secretId')}`;
				if (state.secrets.has(name)) throw taken(name);
				state.secrets.set(name, { secret: { name, ...fields(body, replicas, ['replication']) }, versions: [], disabled: new Set() });
				return {};
			},
		],
		[
			'GET',
			new RegExp(`${one}/versions$`),
			([name = ''], asked) => {
				const { versions, disabled } = found(state.secrets, name);
				const numbers = versions.map((_, at) => at + 1).reverse();
				return page(
					numbers.map((number) => ({
						name: `${name}/versions/${number}`,
						state: disabled?.has(number) ? 'DISABLED' : 'ENABLED',
						createTime: '2026-11-01T12:00:00Z',
					})),
					'versions',
					asked,
				);
			},
		],
		[
			'GET',
			new RegExp(`${one}/versions/latest:access$`),
			([name = '']) => {
				const { versions, disabled } = found(state.secrets, name);
				const latest = versions.at(-1);
				if (latest === undefined) throw missing('version');
				if (disabled?.has(versions.length)) throw new Refused(400, 'FAILED_PRECONDITION', 'Secret Version is in DISABLED state.');
				return { payload: { data: Buffer.from(latest).toString('base64') } };
			},
		],
		[
			'POST',
			new RegExp(`${one}:addVersion$`),
			([name = ''], { body }) => {
				const { data } = fields(fields(body, ['payload'], ['payload']).payload, ['data'], ['data']);
				found(state.secrets, name).versions.push(Buffer.from(String(data), 'base64').toString());
				return {};
			},
		],
		[
			'POST',
			new RegExp(`${one}\\/versions\\/(\\d+):disable$`),
			([name = '', version], { body }) => {
				fields(body, []);
				const { versions, disabled } = found(state.secrets, name);
				const number = Number(version);
				if (versions[number - 1] === undefined) throw missing('version');
				disabled?.add(number);
				return { name: `${name}/versions/${number}`, state: 'DISABLED' };
			},
		],
		...policyRules(new RegExp(`${one}:(get|set)IamPolicy$`), state.policies, (name) => found(state.secrets, name)),
		[
			'DELETE',
			new RegExp(`${one}$`),
			([name = '']) => {
				found(state.secrets, name);
				state.secrets.delete(name);
				state.policies.remove(name);
				return {};
			},
		],
	];
}
