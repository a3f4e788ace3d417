import type { Ask } from './clients.ts';
import type { Outputs } from './deployment.ts';
import { queueMark } from './store.ts';
import { groupPath, listAll, type Target, versions } from './target.ts';

type Assignment = { readonly id: string; readonly name: string };

/** The roles that an identity of ours has on what is in the group. */
export async function assignmentsOfPrincipal(arm: Ask, target: Target, principal: string): Promise<readonly Assignment[]> {
	const filter = encodeURIComponent(`principalId eq '${principal}'`);
	const base = `${groupPath(target)}/providers/Microsoft.Authorization/roleAssignments`;
	const all = await listAll<Assignment>(arm, `${base}?api-version=${versions.authorization}&$filter=${filter}`);
	// The list has what is above the group too.
	return all.filter(({ id }) => id.toLowerCase().startsWith(`${groupPath(target).toLowerCase()}/`));
}

/** An incremental deployment takes nothing away: what an app may no longer do, of secrets and queues that left serverless.yml. Returns how many went. */
export async function pruneAssignments(arm: Ask, target: Target, { principals, assignments }: Outputs): Promise<number> {
	let gone = 0;
	for (const principal of principals) {
		for (const { id, name } of await assignmentsOfPrincipal(arm, target, principal)) {
			if (assignments.includes(name)) continue;
			await arm({ method: 'DELETE', path: `${id}?api-version=${versions.authorization}` });
			gone += 1;
		}
	}
	return gone;
}

type Queue = { readonly name: string; readonly properties?: { readonly metadata?: Readonly<Record<string, string>> } };

/**
 * Removes the queues of functions that left serverless.yml, as CloudFormation does on AWS: their events are kept, and the sweep marks dead what nobody takes any more.
 * Queues that are not marked as ours stay. Returns the names of those that went.
 */
export async function pruneQueues(
	arm: Ask,
	target: Target,
	{ storage, wanted }: { storage: string; wanted: readonly string[] },
): Promise<readonly string[]> {
	const base = `${groupPath(target)}/providers/Microsoft.Storage/storageAccounts/${storage}/queueServices/default/queues`;
	const all = await listAll<Queue>(arm, `${base}?api-version=${versions.storage}`);
	const left = all.filter(({ name, properties }) => properties?.metadata?.hookport === queueMark.hookport && !wanted.includes(name));
	for (const { name } of left) await arm({ method: 'DELETE', path: `${base}/${name}?api-version=${versions.storage}` });
	return left.map(({ name }) => name);
}
