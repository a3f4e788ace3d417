import type { Routes } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import { evaluated, joined, quoted, variable } from './expression.ts';
import { type AppName, type Plan, queued } from './plan.ts';

/** What `uniqueString()` gives: letters and digits that follow from the resource group, as long as this. */
const uniqueLength = 13;

/**
 * Names by what they are for. Those of storage accounts, vaults and sites are unique in all of Azure, so each ends with what follows from the resource group; what
 * stands before is for the reader, and may be cut.
 * https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/resource-name-rules
 */
export function nameVariables({ routes: { service, stage } }: Pick<Plan, 'routes'>): Readonly<Record<string, string>> {
	const whole =
		`${service}-${stage}`
			.toLowerCase()
			.replace(/[^a-z0-9]+/g, '-')
			.replace(/^[^a-z]+|-+$/g, '') || 'hookport';
	const letters = whole.replaceAll('-', '');
	const cut = (text: string, length: number) => text.slice(0, length).replace(/-+$/, '');
	const unique = (before: string) => evaluated(joined(quoted(before), variable('unique')));
	return {
		unique: evaluated('uniqueString(resourceGroup().id)'),
		storage: unique(`${letters.slice(0, 24 - uniqueLength - 1)}d`),
		// The host of the endpoints keeps its keys and zip where the functions' identity can't reach, and the other way round.
		hostStorage: unique(`${letters.slice(0, 24 - uniqueLength - 1)}h`),
		vault: unique(`${cut(whole, 24 - uniqueLength - 1)}-`),
		endpoints: unique(`${cut(whole, 34)}-endpoints-`),
		functions: unique(`${cut(whole, 34)}-functions-`),
		logs: `${cut(whole, 40)}-logs`,
		insights: `${cut(whole, 40)}-insights`,
	};
}

export function siteOf(app: AppName): string {
	return variable(app);
}

export function storageOf(app: AppName): string {
	return variable(app === 'endpoints' ? 'hostStorage' : 'storage');
}

/** https://learn.microsoft.com/en-us/rest/api/storageservices/naming-queues-and-metadata; the longest of a function's queues is `<name>-poison`. */
const longestName = 63 - '-poison'.length;

/** @throws {Mistake} for a function whose queue can't be called so */
export function checkNames(plan: Pick<Plan, 'routes'>): void {
	for (const name of Object.keys(plan.routes.timeouts)) {
		if (name === 'webhook-sweep') throw new Mistake(`function "${name}": the gateway has a function of this name itself`);
		if (name.toLowerCase() === 'host') throw new Mistake(`function "${name}": on Azure no function may be called so`);
		// https://learn.microsoft.com/en-us/azure/azure-functions/functions-app-settings
		if (!/^[a-z][a-z0-9_-]{0,127}$/i.test(name))
			throw new Mistake(`function "${name}": on Azure a function's name begins with a letter and has at most 128 letters, digits, _ and -`);
	}
	for (const name of queued(plan.routes)) {
		if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || name.length < 3 || name.length > longestName)
			throw new Mistake(
				`function "${name}": its queue on Azure is called like it, so it must be 3 to ${longestName} lower case letters, digits and single hyphens`,
			);
	}
	checkDistinct(queued(plan.routes));
	checkPaths(plan.routes.routes);
}

/** Routes match whatever the case, and the host keeps two for itself: https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger#route-restrictions */
function checkPaths(routes: Routes['routes']): void {
	const seen = new Map<string, string>();
	for (const { function: name, path } of routes) {
		if (path === undefined) continue;
		const where = `function "${name}": its path ${path}`;
		if (/^\/(admin|runtime)(\/|$)/i.test(path)) throw new Mistake(`${where} is one that Azure keeps for itself; begin it otherwise`);
		const other = seen.get(path.toLowerCase());
		if (other !== undefined && other !== path) throw new Mistake(`${where} is the same as ${other} on Azure, where case does not count`);
		seen.set(path.toLowerCase(), path);
	}
}

/** `paid-dead` would share a queue with the dead letters of `paid`. */
function checkDistinct(names: readonly string[]): void {
	for (const ending of ['-dead', '-poison']) {
		const clash = names.find((name) => names.includes(name + ending));
		if (clash !== undefined)
			throw new Mistake(`function "${clash}${ending}": that is the queue of what "${clash}" could not do, call it otherwise`);
	}
}
