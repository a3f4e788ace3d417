import { Mistake } from '../mistake.ts';
import { planType, siteType } from './app.ts';
import type { Clients } from './clients.ts';
import { readOutputs } from './deployment.ts';
import { explain } from './explain.ts';
import { identityType } from './identity.ts';
import { insightsType, workspaceType } from './monitoring.ts';
import { tagName } from './plan.ts';
import { readAssignments } from './prune.ts';
import { removedVault } from './removed-vault.ts';
import { readGroup, throwAwayTag } from './resource-group.ts';
import { storageType } from './store.ts';
import { groupPath, listAll, type Target, versions } from './target.ts';
import { vaultType } from './vault.ts';

type Resource = { readonly id: string; readonly name: string; readonly type: string; readonly tags?: Readonly<Record<string, string>> };
type Say = (line: string) => void;
type Wish = { readonly throwAway: boolean; readonly say: Say };

/** In the order in which they can go, with the version of the API that removes each. What is of none of these types is not ours. */
const removable: Readonly<Record<string, string>> = {
	[siteType]: versions.web,
	[planType]: versions.web,
	[insightsType]: '2020-02-02',
	[workspaceType]: '2023-09-01',
	[identityType]: '2023-01-31',
	[storageType]: versions.storage,
	[vaultType]: versions.vault,
};

/**
 * Removes a stage. What counts is what was deployed: of a stage that is not throw-away the group stays, with the storage account of its events and the vault of its
 * secrets, and `sls deploy` takes them up again. Nothing goes that does not have our tag.
 * @throws {Mistake} where the stage was deployed as throw-away, and serverless.yml says now that it is kept
 */
export async function remove(clients: Clients, target: Target, { throwAway, say }: Wish): Promise<void> {
	const { arm } = clients;
	const group = await readGroup(arm, target);
	if (group === undefined) throw new Mistake(`sls remove: there is no resource group ${target.resourceGroup}`);
	const all = group.tags?.[throwAwayTag] === 'true';
	if (all && !throwAway)
		throw new Mistake(
			`sls remove: ${target.owner} was deployed as throw-away, and serverless.yml says now that its storage and vault are kept: deploy first, then remove`,
		);
	const outputs = await readOutputs(arm, target);
	const resources = await listAll<Resource>(arm, `${groupPath(target)}/resources?api-version=${versions.resources}`);
	const ours = resources.filter(({ type, tags }) => tags?.[tagName] === target.owner && typeOf(type) !== undefined);
	const kept = all ? [] : ours.filter(({ type, name }) => isKept(type, name, outputs?.storage));
	for (const { id, properties } of await readAssignments(arm, target)) {
		// What is left of an identity that is gone would be in the way of the next one of its name. Operators go on working with what is kept.
		if (all || !properties.description?.endsWith('operator')) await drop(clients, id, versions.authorization);
	}
	const order = Object.keys(removable);
	const place = ({ type }: Resource) => order.indexOf(typeOf(type) ?? '');
	for (const resource of ours.filter((each) => !kept.includes(each)).sort((a, b) => place(a) - place(b))) {
		say(`${resource.type} ${resource.name}`);
		await drop(clients, resource.id, removable[typeOf(resource.type) ?? ''] ?? '');
	}
	const others = resources.filter((each) => !ours.includes(each) && !isCompanion(each));
	if (all) await finish(clients, target, { others, say });
	else say(`kept: ${kept.map(({ type, name }) => `${type} ${name}`).join(', ')}, in the resource group ${target.resourceGroup}`);
}

/** Azure does not always spell a type alike. */
function typeOf(type: string): string | undefined {
	return Object.keys(removable).find((known) => known.toLowerCase() === type.toLowerCase());
}

function isKept(type: string, name: string, storage: string | undefined): boolean {
	// Where it is not known which account has the events, both stay.
	return typeOf(type) === vaultType || (typeOf(type) === storageType && (storage === undefined || name === storage));
}

/** What Application Insights puts beside itself, without our tag. */
function isCompanion({ type, name }: Resource): boolean {
	return /smartDetectorAlertRules$/i.test(type) || (/actionGroups$/i.test(type) && name === 'Application Insights Smart Detection');
}

async function drop({ arm, wait }: Clients, id: string, version: string): Promise<void> {
	const path = `${id}?api-version=${version}`;
	for (let attempt = 1; ; attempt += 1) {
		try {
			return void (await arm({ method: 'DELETE', path }));
		} catch (error) {
			// Another removal, of a site from its plan, may still be under way.
			if (attempt === 5) throw new Mistake(`sls remove: ${id.split('/').slice(-2).join(' ')}: ${explain(error)}`);
			await wait(5_000);
		}
	}
}

/** The group itself, unless somebody put something into it. A vault that is purged gives its name back. */
async function finish({ arm }: Clients, target: Target, { others, say }: { others: readonly Resource[]; say: Say }): Promise<void> {
	const vault = await removedVault(arm, target);
	if (vault !== undefined) {
		const { location } = vault.properties;
		const path = `/subscriptions/${target.subscription}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/${vault.name}/purge`;
		await arm({ method: 'POST', path: `${path}?api-version=${versions.vault}` }).catch((error: unknown) => {
			say(`the vault ${vault.name} is removed, and not purged (${explain(error)}): the next deployment recovers it`);
		});
	}
	if (others.length > 0)
		return say(`the resource group ${target.resourceGroup} stays: ${others.map(({ name }) => name).join(', ')} in it is not ours`);
	say(`resource group ${target.resourceGroup}`);
	await arm({ method: 'DELETE', path: `${groupPath(target)}?api-version=${versions.resources}` });
}
