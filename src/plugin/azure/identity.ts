import { evaluated, idOf, type Resource, variable } from './expression.ts';
import { type AppName, type Plan, placed } from './plan.ts';

export const identityType = 'Microsoft.ManagedIdentity/userAssignedIdentities';
const apiVersion = '2023-01-31';

export function identityId(app: AppName): string {
	return idOf(identityType, variable(app));
}

/** `principalId` or `clientId`. */
export function identityField(app: AppName, field: 'principalId' | 'clientId'): string {
	return `reference(${identityId(app)}, '${apiVersion}').${field}`;
}

/**
 * An identity that is there before its app: one that comes with the app could be given its secrets only when the app has looked for them already, and what it did not
 * find it looks for a day later. https://learn.microsoft.com/en-us/azure/app-service/app-service-key-vault-references
 */
export function identity(app: AppName, plan: Plan): Resource {
	return { type: identityType, apiVersion, name: evaluated(variable(app)), ...placed(plan) };
}
