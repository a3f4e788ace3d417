import type { Route } from './routes.ts';
import { type Answer, armError, type State } from './state.ts';

const provider = String.raw`^management\.azure\.com(/subscriptions/[^/]+/resourceGroups/[^/]+/providers`;
const site = `${provider}/Microsoft\\.Web/sites/([^/]+))`;
const queues = `${provider}/Microsoft\\.Storage/storageAccounts/([^/]+)/queueServices/default/queues)`;
const scm = String.raw`^([^.]+)\.scm\.azurewebsites\.net`;
const web = '2024-04-01';
const storage = '2023-05-01';

/** Of apps: where they publish to, what they were given, and the queues that wake them. */
export const siteRoutes: readonly Route[] = [
	{
		name: 'read site',
		method: 'GET',
		pattern: new RegExp(`${site}$`),
		version: web,
		answer: (_, { resources }, id = '', name = '') =>
			resources.has(id)
				? {
						status: 200,
						body: {
							properties: {
								state: 'Running',
								hostNameSslStates: [
									{ name: `${name}.azurewebsites.net`, hostType: 'Standard' },
									{ name: `${name}.scm.azurewebsites.net`, hostType: 'Repository' },
								],
							},
						},
					}
				: armError(404, 'ResourceNotFound'),
	},
	{
		name: 'list functions',
		method: 'GET',
		pattern: new RegExp(`${site}/functions$`),
		version: web,
		answer: (_, { zips }, __, name = '') => ({
			status: 200,
			body: { value: (zips.get(name) ?? []).slice(-1).map(() => ({ name: `${name}/any` })) },
		}),
	},
	{
		name: 'publish',
		method: 'POST',
		pattern: new RegExp(`${scm}/api/publish$`),
		answer: ({ body, query }, state, name = '') => publish(body, query, state, name),
	},
	{
		name: 'publish status',
		method: 'GET',
		pattern: new RegExp(`${scm}/api/deployments/([^/]+)$`),
		answer: (_, { zips }, name = '', id = '') =>
			id === `${name}-${zips.get(name)?.length}` ? { status: 200, body: { id, status: 4 } } : { status: 404, body: 'no such deployment' },
	},
	{
		name: 'list queues',
		method: 'GET',
		pattern: new RegExp(`${queues}$`),
		version: storage,
		answer: (_, { resources }, id = '') => ({
			status: 200,
			body: {
				value: [...resources.values()]
					.filter((each) => each.id.startsWith(`${id}/`) && each.scope === undefined)
					.map(({ name, properties }) => ({ name: name.split('/').at(-1), properties })),
			},
		}),
	},
	{
		name: 'query logs',
		method: 'POST',
		pattern: /^api\.applicationinsights\.io\/v1\/apps\/app-id\/query$/,
		answer: ({ body }, state) => {
			state.query = JSON.parse(body.toString()).query;
			return { status: 200, body: { tables: [{ name: 'PrimaryResult', columns: [], rows: state.logs }] } };
		},
	},
];

function publish(zip: Buffer, query: URLSearchParams, state: State, name: string): Answer {
	const site = [...state.resources.values()].find((each) => each.type === 'Microsoft.Web/sites' && each.name === name);
	if (site === undefined) return { status: 404, body: 'no such site' };
	if (query.get('RemoteBuild') !== 'false') return { status: 400, body: 'nothing is built here' };
	if (zip.readUInt32LE(0) !== 0x04034b50) return { status: 400, body: 'that is no zip' };
	const zips = [...(state.zips.get(name) ?? []), zip];
	state.zips.set(name, zips);
	return { status: 202, body: `${name}-${zips.length}` };
}
