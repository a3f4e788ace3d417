import type { Route } from './routes.ts';
import { armError } from './state.ts';

const subscription = String.raw`^management\.azure\.com/subscriptions/[^/]+`;
const secret = /^[a-z0-9-]+\.vault\.azure\.net\/secrets\/([A-Za-z0-9-]+)$/;

/** Of Key Vault, and what can be removed by its id. */
export const vaultRoutes: readonly Route[] = [
	{
		name: 'list removed vaults',
		method: 'GET',
		pattern: new RegExp(`${subscription}/providers/Microsoft\\.KeyVault/deletedVaults$`),
		version: '2023-07-01',
		answer: (_, { deletedVaults }) => ({ status: 200, body: { value: deletedVaults } }),
	},
	{
		name: 'purge vault',
		method: 'POST',
		pattern: new RegExp(`${subscription}/providers/Microsoft\\.KeyVault/locations/([^/]+)/deletedVaults/([^/]+)/purge$`),
		version: '2023-07-01',
		answer: (_, state, location, name) => {
			const found = state.deletedVaults.some((vault) => vault.name === name && vault.properties.location === location);
			state.deletedVaults = state.deletedVaults.filter((vault) => vault.name !== name);
			return found ? { status: 202 } : armError(404, 'VaultNotFound');
		},
	},
	{
		name: 'delete resource',
		method: 'DELETE',
		pattern: /^management\.azure\.com(\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/.+)$/,
		answer: (_, state, id = '') => {
			const resource = state.resources.get(id);
			if (
				resource?.type === 'Microsoft.Web/serverfarms' &&
				[...state.resources.values()].some((each) => each.properties?.serverFarmId === id)
			)
				return armError(409, 'Conflict', 'Server farm cannot be deleted because it has web app(s) assigned to it.');
			for (const each of state.resources.keys()) if (each === id || each.startsWith(`${id}/`)) state.resources.delete(each);
			if (resource?.type === 'Microsoft.KeyVault/vaults')
				state.deletedVaults.push({ name: resource.name, properties: { vaultId: id, location: resource.location ?? '' } });
			return { status: resource ? 200 : 204 };
		},
	},
	{
		name: 'read secret',
		method: 'GET',
		pattern: secret,
		version: '7.4',
		answer: (_, { secrets }, name = '') =>
			secrets.has(name) ? { status: 200, body: { value: secrets.get(name) } } : armError(404, 'SecretNotFound'),
	},
	{
		name: 'set secret',
		method: 'PUT',
		pattern: secret,
		version: '7.4',
		answer: ({ body }, { secrets, tags }, name = '') => {
			const given = JSON.parse(body.toString());
			if (!given.value) return armError(400, 'BadParameter');
			secrets.set(name, given.value);
			// Each version has its own: a new one without tags has none.
			if (given.tags) tags.set(name, given.tags);
			else tags.delete(name);
			return { status: 200, body: {} };
		},
	},
	{
		name: 'list secrets',
		method: 'GET',
		pattern: /^[a-z0-9-]+\.vault\.azure\.net\/secrets$/,
		version: '7.4',
		answer: ({ host }, { secrets, tags }) => ({
			status: 200,
			body: {
				value: [...secrets.keys()].map((name) => ({
					id: `https://${host}/secrets/${name}`,
					attributes: { enabled: true, updated: 1 },
					...(tags.has(name) && { tags: tags.get(name) }),
				})),
				nextLink: null,
			},
		}),
	},
];
