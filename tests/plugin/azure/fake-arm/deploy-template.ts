import type { Resource } from '../../../../src/plugin/azure/expression.ts';
import type { Template } from '../../../../src/plugin/azure/template.ts';
import { evaluate, type Place } from './evaluate.ts';

/** A resource with every expression evaluated, as Azure would have it. */
export type Deployed = Resource & { readonly id: string };

type Means = { readonly subscription: string; readonly group: string; readonly parameters: Readonly<Record<string, unknown>> };

/** What Azure refuses when it looks at a template, and does not tell only later. */
export class InvalidTemplate extends Error {
	override readonly name = 'InvalidTemplate';
}

/** https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/resource-name-rules, and for queues and tables their own pages. */
const names: Readonly<Record<string, RegExp>> = {
	'Microsoft.Storage/storageAccounts': /^[a-z0-9]{3,24}$/,
	'Microsoft.Storage/storageAccounts/blobServices/containers': /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/,
	'Microsoft.Storage/storageAccounts/queueServices/queues': /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/,
	'Microsoft.Storage/storageAccounts/tableServices/tables': /^[A-Za-z][A-Za-z0-9]{2,62}$/,
	'Microsoft.KeyVault/vaults': /^(?=.{3,24}$)[A-Za-z](-?[A-Za-z0-9])*$/,
	'Microsoft.Web/sites': /^(?=.{2,60}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/,
	'Microsoft.Web/serverfarms': /^[\w-]{1,60}$/,
	'Microsoft.ManagedIdentity/userAssignedIdentities': /^[A-Za-z0-9][\w-]{2,127}$/,
	'Microsoft.OperationalInsights/workspaces': /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/,
	'Microsoft.Insights/components': /^[^%&\\?/]{1,259}[^%&\\?/.\s]$/,
	'Microsoft.Authorization/roleAssignments': /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
};

/** The built-in roles that there are, copied from https://learn.microsoft.com/en-us/azure/role-based-access-control/built-in-roles: an id that is mistyped is none. */
const roles = new Set([
	'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
	'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
	'974c5e8b-45b9-4653-ba55-5f855dd0fb88',
	'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a',
	'8a0f0c08-91a1-4084-bc3d-661d67233fed',
	'19e7f393-937e-4f77-808e-94535e297925',
	'0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3',
	'4633458b-17de-408a-b874-0445c86b69e6',
	'b86a8fe4-44ce-4948-aee5-eccb2c155cd7',
	'3913510d-42f4-4e42-8a64-420c390055eb',
]);

const given: Readonly<Record<string, (id: string) => Readonly<Record<string, unknown>>>> = {
	'Microsoft.ManagedIdentity/userAssignedIdentities': (id) => ({
		principalId: `principal of ${last(id)}`,
		clientId: `client of ${last(id)}`,
	}),
	'Microsoft.Insights/components': () => ({ ConnectionString: 'InstrumentationKey=none', AppId: 'app-id' }),
	'Microsoft.Storage/storageAccounts': (id) => ({ primaryEndpoints: { blob: `https://${last(id)}.blob.core.windows.net/` } }),
};

/** @throws {InvalidTemplate} for what can't be deployed */
export function deployTemplate(template: Template, means: Means): { readonly resources: readonly Deployed[]; readonly outputs: object } {
	const referred = new Set<string>();
	const place: Place = {
		...means,
		variables: template.variables,
		reference: (id) => {
			referred.add(id);
			const type = typeOf(id);
			const known = given[type]?.(id);
			if (known === undefined) throw new InvalidTemplate(`reference() of ${id}, which the fake knows nothing of`);
			return known;
		},
	};
	const resources = template.resources.map((resource) => {
		referred.clear();
		const evaluated = evaluate(resource, place) as Resource;
		return { ...evaluated, id: idOf(evaluated, means), referred: [...referred] };
	});
	const ids = new Set(resources.map(({ id }) => id));
	if (ids.size < resources.length) throw new InvalidTemplate('two resources are called alike');
	const waits = new Map(resources.map(({ id, dependsOn = [], referred }) => [id, [...dependsOn, ...referred]]));
	for (const resource of resources) check(resource, waits, means);
	const outputs = evaluate(template.outputs, place) as object;
	return { resources: resources.map(({ referred: _, ...resource }) => resource), outputs };
}

function check({ id, type, name, scope, properties }: Deployed, waits: ReadonlyMap<string, readonly string[]>, means: Means): void {
	if (names[type] && !names[type].test(last(name))) throw new InvalidTemplate(`${type}: "${name}" is no name`);
	const role = properties?.roleDefinitionId;
	if (role !== undefined && !roles.has(last(String(role)))) throw new InvalidTemplate(`there is no role ${role}`);
	const lost = waits.get(id)?.find((each) => !waits.has(each));
	if (lost !== undefined) throw new InvalidTemplate(`${type} ${name} depends on ${lost}, which is not there`);
	const parent = `${base(means)}/${scope?.replace(/\/secrets\/[^/]+$/, '')}`;
	const outer = scope === undefined ? [...waits.keys()].filter((each) => id.startsWith(`${each}/`)) : [parent];
	const before = allBefore(id, waits);
	if (before.has(id)) throw new InvalidTemplate(`${id} waits for itself`);
	const early = outer.find((each) => !before.has(each));
	if (early !== undefined) throw new InvalidTemplate(`${type} ${name} does not wait for ${early}`);
}

function allBefore(id: string, waits: ReadonlyMap<string, readonly string[]>, found = new Set<string>()): ReadonlySet<string> {
	for (const each of waits.get(id) ?? []) {
		if (found.has(each)) continue;
		found.add(each);
		allBefore(each, waits, found);
	}
	return found;
}

const base = ({ subscription, group }: Means) => `/subscriptions/${subscription}/resourceGroups/${group}/providers`;

function idOf({ type, name, scope }: Resource, means: Means): string {
	const [provider, ...kinds] = type.split('/');
	const parts = name.split('/');
	if (parts.length !== kinds.length) throw new InvalidTemplate(`${type}: "${name}" has ${parts.length} parts`);
	const own = [provider, ...kinds.flatMap((kind, index) => [kind, parts[index]])].join('/');
	return scope === undefined ? `${base(means)}/${own}` : `${base(means)}/${scope}/providers/${own}`;
}

function typeOf(id: string): string {
	const [provider = '', ...rest] = (id.split('/providers/').at(-1) ?? '').split('/');
	return [provider, ...rest.filter((_, index) => index % 2 === 0)].join('/');
}

function last(path: string): string {
	return path.split('/').at(-1) ?? '';
}
