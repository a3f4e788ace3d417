import { evaluated, type Resource, variable } from './expression.ts';
import { type Plan, placed } from './plan.ts';

export const vaultType = 'Microsoft.KeyVault/vaults';
export const secretType = `${vaultType}/secrets`;
export const vaultName = variable('vault');
/** `recover` where the vault of an earlier deployment was removed, and not yet purged: its name is taken till then. */
export const vaultMode = 'vaultMode';

/** Key Vault takes letters, digits and hyphens: https://learn.microsoft.com/en-us/azure/key-vault/general/about-keys-secrets-certificates#object-identifiers */
export function secretIn(name: string): string {
	return name.replaceAll('_', '-');
}

/** Who may read what in it is said by roles alone. */
export function vault(plan: Plan): readonly Resource[] {
	return [
		{
			type: vaultType,
			apiVersion: '2023-07-01',
			name: evaluated(vaultName),
			...placed(plan),
			properties: {
				createMode: evaluated(`parameters('${vaultMode}')`),
				tenantId: evaluated('subscription().tenantId'),
				sku: { family: 'A', name: 'standard' },
				enableRbacAuthorization: true,
				enableSoftDelete: true,
				// It can never be set again, so it must not follow from throwAway.
				softDeleteRetentionInDays: 90,
				// Once on, it stays on; a vault of a throw-away stage is purged, so that it must never be on there.
				...(!plan.settings.throwAway && { enablePurgeProtection: true }),
			},
		},
	];
}
