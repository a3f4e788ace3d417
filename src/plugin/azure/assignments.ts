import { evaluated, idOf, joined, quoted, type Resource } from './expression.ts';
import { type Grant, grantsOf, operatorGrants, roleIds } from './grants.ts';
import { identityField, identityId } from './identity.ts';
import { type AppName, appNames, type Plan } from './plan.ts';
import { secretType, vaultType } from './vault.ts';

const assignmentType = 'Microsoft.Authorization/roleAssignments';

/** What the description of each begins with: other assignments on what is in the group are none of ours. */
export const assignmentMark = 'hookport: ';

type Holder = { readonly name: string; readonly principal: Readonly<Record<string, string>>; readonly after: readonly string[] };

/** What the identity of an app may do. */
export function assignmentsOf(app: AppName, plan: Plan): readonly Resource[] {
	const principal = { principalId: evaluated(identityField(app, 'principalId')), principalType: 'ServicePrincipal' };
	const holder: Holder = { name: app, principal, after: [evaluated(identityId(app))] };
	return grantsOf(app, plan).map((grant) => assignment(grant, holder));
}

/** What each operator may do. Whether it is a person or a group is for Azure to find out. */
export function operatorAssignments({ settings }: Plan): readonly Resource[] {
	return settings.operators.flatMap((id) =>
		operatorGrants().map((grant) => assignment(grant, { name: id, principal: { principalId: id }, after: [] })),
	);
}

/** The ids of what an app may do, for what has to come after it. */
export function assignmentIds(app: AppName, plan: Plan): readonly string[] {
	return grantsOf(app, plan).map((grant) => {
		const id = `extensionResourceId(${idOf(grant.type, ...grant.names)}, '${assignmentType}', ${nameOf(grant, app)})`;
		return evaluated(id);
	});
}

/** The names of all of them, as the deployment evaluates them: what else has our mark is of an earlier one. */
export function assignmentNames(plan: Plan): readonly string[] {
	return [...appNames.flatMap((app) => assignmentsOf(app, plan)), ...operatorAssignments(plan)].map(({ name }) => name);
}

/** By who may do what with what, so that a second deployment changes the same ones. */
function nameOf({ role, type, names }: Grant, holder: string): string {
	return `guid(${idOf(type, ...names)}, ${quoted(holder)}, ${quoted(roleIds[role])})`;
}

function assignment(grant: Grant, { name, principal, after }: Holder): Resource {
	const { role, type, names } = grant;
	return {
		type: assignmentType,
		apiVersion: '2022-04-01',
		scope: evaluated(scopeOf(type, names)),
		name: evaluated(nameOf(grant, name)),
		dependsOn: [evaluated(idOf(...dependencyOf(type, names))), ...after],
		properties: {
			roleDefinitionId: evaluated(`subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ${quoted(roleIds[role])})`),
			description: assignmentMark + (after.length === 0 ? 'operator' : name),
			...principal,
		},
	};
}

/** A secret's own scope may be named before the secret is set; all that there has to be is its vault. */
function dependencyOf(type: string, names: readonly string[]): readonly [string, ...string[]] {
	return type === secretType ? [vaultType, ...names.slice(0, 1)] : [type, ...names];
}

/** `Microsoft.Storage/storageAccounts/<name>/queueServices/default/…`: https://learn.microsoft.com/en-us/azure/azure-resource-manager/templates/scope-extension-resources */
function scopeOf(type: string, names: readonly string[]): string {
	const [provider = '', ...kinds] = type.split('/');
	const segments = kinds.flatMap((kind, index) => [quoted(`${index === 0 ? provider : ''}/${kind}/`), names[index] ?? quoted('')]);
	return joined(...segments);
}
