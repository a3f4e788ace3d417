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

/** Makes the group, or marks it with what is deployed into it now. Other tags stay. */
export async function ensureGroup(arm: Ask, target: Target, { region, throwAway }: { region: string; throwAway: boolean }): Promise<void> {
	const group = await readGroup(arm, target);
	if (group?.properties?.provisioningState === 'Deleting')
		throw new Mistake(`the resource group ${target.resourceGroup} is being removed: deploy again once it is gone`);
	const tags = { ...group?.tags, [tagName]: target.owner, [throwAwayTag]: String(throwAway) };
	if (group?.tags?.[throwAwayTag] === tags[throwAwayTag]) return;
	await arm({ method: 'PUT', path: path(target), body: { location: group?.location ?? region, tags } });
}
