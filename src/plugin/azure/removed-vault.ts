import type { Ask } from './clients.ts';
import { Refusal } from './refusal.ts';
import { groupPath, listAll, type Target, versions } from './target.ts';
import { vaultType } from './vault.ts';

export type RemovedVault = { readonly name: string; readonly properties: { readonly vaultId: string; readonly location: string } };

/** A vault that was removed from the group, and whose name is taken until it is purged. Who may not look finds none. */
export async function removedVault(arm: Ask, target: Target): Promise<RemovedVault | undefined> {
	const path = `/subscriptions/${target.subscription}/providers/Microsoft.KeyVault/deletedVaults?api-version=${versions.vault}`;
	try {
		const all = await listAll<RemovedVault>(arm, path);
		const inGroup = `${groupPath(target)}/providers/${vaultType}/`.toLowerCase();
		return all.find(({ properties }) => properties.vaultId.toLowerCase().startsWith(inGroup));
	} catch (error) {
		// Neither may it be looked at, nor is there one in a subscription that knows no vaults yet.
		if (error instanceof Refusal && (error.status === 403 || error.code === 'MissingSubscriptionRegistration')) return undefined;
		throw error;
	}
}
