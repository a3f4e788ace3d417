import { Mistake } from '../mistake.ts';
import type { Ask } from './clients.ts';
import { tagName } from './plan.ts';
import { found, groupPath, type Target, versions } from './target.ts';

export type Group = {
	readonly location: string;
	readonly tags?: Readonly<Record<string, string>>;
	readonly properties?: { readonly provisioningState?: string };
};

/** Says of a group what was deployed into it last, so that `sls remove` goes by that. */
export const throwAwayTag = 'hookport-throw-away';

const path = (target: Target) => `${groupPath(target)}?api-version=${versions.resources}`;

/**
 * The group of a stage; undefined where there is none.
 * @throws {Mistake} where it is somebody else's
 */
export async function readGroup(arm: Ask, target: Target): Promise<Group | undefined> {
	// Sound because the API says so: https://learn.microsoft.com/en-us/rest/api/resources/resource-groups/get
	const group = (await found(arm({ path: path(target) }))) as Group | undefined;
	const owner = group?.tags?.[tagName];
	if (group === undefined || owner === target.owner) return group;
	const of = owner === undefined ? `has no tag ${tagName}` : `is of ${owner}`;
	throw new Mistake(
		`the resource group ${target.resourceGroup} ${of}, so nothing in it is touched: name another as provider.resourceGroup, or tag it ${tagName}=${target.owner} if it is to be this stage's alone`,
	);
}

/** Makes the group where there is none. */
export async function ensureGroup(arm: Ask, target: Target, { region, throwAway }: { region: string; throwAway: boolean }): Promise<void> {
	const group = await readGroup(arm, target);
	if (group?.properties?.provisioningState === 'Deleting')
		throw new Mistake(`the resource group ${target.resourceGroup} is being removed: deploy again once it is gone`);
	if (group === undefined) await put(arm, target, { location: region }, throwAway);
	// What is kept from now on is so from the beginning; what is no longer kept is so only once that is deployed.
	else if (!throwAway) await mark(arm, target, { group, throwAway });
}

/** Marks the group with what is deployed into it now. */
export async function markGroup(arm: Ask, target: Target, throwAway: boolean): Promise<void> {
	const group = await readGroup(arm, target);
	if (group) await mark(arm, target, { group, throwAway });
}

async function mark(arm: Ask, target: Target, { group, throwAway }: { group: Group; throwAway: boolean }): Promise<void> {
	if (group.tags?.[throwAwayTag] !== String(throwAway)) await put(arm, target, group, throwAway);
}

/** Other tags stay. */
async function put(arm: Ask, target: Target, { location, tags }: Group, throwAway: boolean): Promise<void> {
	const all = { ...tags, [tagName]: target.owner, [throwAwayTag]: String(throwAway) };
	await arm({ method: 'PUT', path: path(target), body: { location, tags: all } });
}
