import { Mistake } from '../mistake.ts';
import { app } from './app.ts';
import { assignmentNames, assignmentsOf, operatorAssignments } from './assignments.ts';
import { checkTimeouts } from './check-timeouts.ts';
import { evaluated, type Resource, variable } from './expression.ts';
import { identity } from './identity.ts';
import { insightsId, insightsVersion, monitoring } from './monitoring.ts';
import { checkNames, nameVariables, siteOf } from './names.ts';
import { appNames, type Plan } from './plan.ts';
import { store } from './store.ts';
import { vault, vaultMode } from './vault.ts';

export type Template = {
	readonly $schema: string;
	readonly contentVersion: string;
	readonly parameters: Readonly<Record<string, object>>;
	readonly variables: Readonly<Record<string, string>>;
	readonly resources: readonly Resource[];
	readonly outputs: Readonly<Record<string, { readonly type: string; readonly value: unknown }>>;
};

/** https://learn.microsoft.com/en-us/azure/azure-resource-manager/templates/best-practices#template-limits */
const mostResources = 800;
const mostBytes = 4 * 1024 * 1024;

/**
 * From the configuration to everything that Azure has to hold for it, as one template of a resource group.
 * @throws {Mistake} for what Azure takes under no such name, or not so much of
 */
export function templateOf(plan: Plan): Template {
	checkNames(plan);
	checkTimeouts(plan);
	const apps = appNames.flatMap((name) => [identity(name, plan), ...assignmentsOf(name, plan), ...app(name, plan)]);
	const resources = [...store(plan), ...vault(plan), ...monitoring(plan), ...apps, ...operatorAssignments(plan)];
	if (resources.length > mostResources)
		throw new Mistake(
			`functions: they make ${resources.length} resources, and a template of Azure holds ${mostResources}: split the service`,
		);
	const template: Template = {
		$schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
		contentVersion: '1.0.0.0',
		parameters: { [vaultMode]: { type: 'string', defaultValue: 'default', allowedValues: ['default', 'recover'] } },
		variables: nameVariables(plan),
		resources,
		outputs: outputs(plan),
	};
	if (JSON.stringify(template).length > mostBytes)
		throw new Mistake('functions: their template is larger than the 4 MB that Azure takes: split the service');
	return template;
}

/** What is only known once it is deployed. */
function outputs(plan: Plan): Template['outputs'] {
	const text = (value: string) => ({ type: 'string', value: evaluated(value) });
	return {
		storage: text(variable('storage')),
		vault: text(variable('vault')),
		...Object.fromEntries(appNames.map((name) => [name, text(siteOf(name))])),
		insights: text(`reference(${insightsId}, '${insightsVersion}').AppId`),
		assignments: { type: 'array', value: assignmentNames(plan) },
	};
}
