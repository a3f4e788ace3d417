import { last } from './project-rules.ts';
import { fields, found, type Json, masked, page, type Rule, taken, wrong } from './rules.ts';
import { project, type State } from './state.ts';

const own = ['name', 'environment', 'description', 'labels', 'buildConfig', 'serviceConfig'];
const build = ['runtime', 'entryPoint', 'serviceAccount', 'source'];
const service = [
	...['availableMemory', 'availableCpu', 'timeoutSeconds', 'minInstanceCount', 'maxInstanceCount', 'maxInstanceRequestConcurrency'],
	...['environmentVariables', 'secretEnvironmentVariables', 'ingressSettings', 'serviceAccountEmail', 'allTrafficOnLatestRevision'],
];

/** Cloud Functions: it builds what was uploaded, as an identity that may build, and starts it as one that may read its secrets. */
export function functionRules(state: State): readonly Rule[] {
	const one = /^v2\/(projects\/[^/]+\/locations\/[^/]+\/functions\/[^/:]+)$/;
	const parent = /^v2\/(projects\/[^/]+\/locations\/[^/]+)\/functions$/;
	const put = (name: string, given: Json) => {
		check(given, state);
		const serviceName = name.replace('/functions/', '/services/');
		const revisions = state.revisions.get(serviceName) ?? [];
		const revision = { name: `${serviceName}/revisions/${last(name)}-${revisions.length + 1}`, createTime: state.now() };
		state.revisions.set(serviceName, [...revisions, revision]);
		const uri = `${state.origin()}/running/${last(name)}`;
		const traffic = [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 }];
		state.services.set(serviceName, { name: serviceName, uri, traffic });
		const serviceConfig = { ...(given.serviceConfig as Json), uri, service: serviceName };
		state.functions.set(name, { ...given, name, state: 'ACTIVE', updateTime: state.now(), serviceConfig });
		return state.operation({}, `${name.replace(/\/functions\/.*/, '')}/operations/`);
	};
	return [
		['GET', one, ([name = '']) => found(state.functions, name)],
		['GET', parent, (_, asked) => page([...state.functions.values()], 'functions', asked)],
		[
			'POST',
			/^v2\/projects\/[^/]+\/locations\/[^/]+\/functions:generateUploadUrl$/,
			(_, { body }) => {
				if (fields(body, ['environment']).environment !== 'GEN_2') throw wrong('environment must be GEN_2');
				const object = `upload-${state.uploads.size + 1}`;
				state.uploads.set(object, Buffer.alloc(0));
				return { uploadUrl: `${state.origin()}/upload/${object}?signature=of-google`, storageSource: { bucket: 'gcf-uploads', object } };
			},
		],
		[
			'POST',
			parent,
			([at], { query, body }) => {
				const name = `${at}/functions/${query.get('functionId')}`;
				if (state.functions.has(name)) throw taken(name);
				if (!/^[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(query.get('functionId') ?? '')) throw wrong('no name of a function');
				return put(name, fields(body, own, own));
			},
		],
		[
			'PATCH',
			one,
			([name = ''], { query, body }) => {
				const paths = ['description', 'labels', 'buildConfig', 'serviceConfig'];
				return put(name, masked(found(state.functions, name), fields(body, own), query, paths));
			},
		],
		[
			'DELETE',
			one,
			([name = '']) => {
				found(state.functions, name);
				state.functions.delete(name);
				const serviceName = name.replace('/functions/', '/services/');
				state.services.delete(serviceName);
				state.policies.remove(serviceName);
				return state.operation({}, `${name.replace(/\/functions\/.*/, '')}/operations/`);
			},
		],
		['GET', /^v2\/(projects\/.*\/operations\/[^/]+)$/, ([name = '']) => found(state.operations, name)],
	];
}

const building = ['roles/logging.logWriter', 'roles/artifactregistry.writer', 'roles/storage.objectViewer'];

function check({ labels, buildConfig, serviceConfig }: Json, state: State): void {
	for (const [key, value] of Object.entries(labels as Json))
		if (!/^[a-z][a-z0-9_-]{0,62}$/.test(key) || !/^[a-z0-9_-]{0,63}$/.test(String(value))) throw wrong(`no label: ${key}`);
	const { source, serviceAccount } = fields(buildConfig, build, build);
	const { object } = fields(fields(source, ['storageSource']).storageSource, ['bucket', 'object']);
	if (state.uploads.get(String(object))?.readUInt32LE(0) !== 0x04034b50) throw wrong('Build failed: the source is no zip');
	const builder = last(serviceAccount);
	if (!building.every((role) => state.policies.grants('project', role, `serviceAccount:${builder}`)))
		throw wrong(`Build failed: ${builder} may not`);
	const config = fields(serviceConfig, [...service, 'uri', 'service'], service);
	found(state.identities, String(config.serviceAccountEmail));
	if (Number(config.maxInstanceRequestConcurrency) > 1 && config.availableCpu !== '1') throw wrong('concurrency needs a CPU');
	const runtime = config.secretEnvironmentVariables as readonly Readonly<Record<'key' | 'projectId' | 'secret' | 'version', string>>[];
	for (const each of runtime) checkSecret(each.secret, String(config.serviceAccountEmail), state);
}

function checkSecret(name: string, email: string, state: State): void {
	const resource = `projects/${project}/secrets/${name}`;
	if (found(state.secrets, resource).versions.length === 0) throw wrong(`${resource} has no version`);
	if (!state.policies.grants(resource, 'roles/secretmanager.secretAccessor', `serviceAccount:${email}`))
		throw wrong(`Permission denied on secret: ${resource} for Revision service account ${email}`);
}
