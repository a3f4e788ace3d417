import { assignmentMark } from './assignments.ts';
import type { Ask } from './clients.ts';
import type { Outputs } from './deployment.ts';
import { queueMark } from './store.ts';
import { groupPath, listAll, type Target, versions } from './target.ts';

type Assignment = { readonly id: string; readonly name: string; readonly properties: { readonly description?: string } };

/** The roles on what is in the group that a deployment of ours gave. */
export async function readAssignments(arm: Ask, target: Target): Promise<readonly Assignment[]> {
	const base = `${groupPath(target)}/providers/Microsoft.Authorization/roleAssignments`;
	const all = await listAll<Assignment>(arm, `${base}?api-version=${versions.authorization}`);
	// The list has what is above the group, too.
	const inside = `${groupPath(target)}/`.toLowerCase();
	return all.filter(({ id, properties }) => id.toLowerCase().startsWith(inside) && properties.description?.startsWith(assignmentMark));
}

/** An incremental deployment takes nothing away: what an app may no longer do with secrets and queues that left serverless.yml, and an operator no longer. */
export async function pruneAssignments(arm: Ask, target: Target, { assignments }: Outputs): Promise<void> {
	for (const { id, name } of await readAssignments(arm, target))
		if (!assignments.includes(name)) await arm({ method: 'DELETE', path: `${id}?api-version=${versions.authorization}` });
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
