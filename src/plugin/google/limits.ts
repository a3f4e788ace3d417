import { retryOf } from '../../webhook/retry-of.ts';
import type { Routes } from '../../webhook/source.ts';
import { prefixOf, queued, sweepName } from '../aws/plan.ts';
import { Mistake } from '../mistake.ts';
import { builderName, queueSide, wakerName } from './units.ts';

/** Of a function: https://docs.cloud.google.com/functions/docs/reference/rest/v2/projects.locations.functions */
const longestName = 63;
/** Of Firestore, and of labels. What `events` and `records` leave of it. */
const longestPrefix = 63 - 'records'.length;
/** Pub/Sub gives a message up after 100 deliveries, and one that meets a lease or a throttled function is delivered without an attempt. */
const mostAttempts = 90;
/** Pub/Sub waits 600 seconds for an answer at most, and the lease of a run ends 5 seconds after its time-out. */
const longestQueued = 585;
const longestRun = 3600;

/** @throws {Mistake} for what Google would not take, or what would not find its way there */
export function checkLimits(routes: Routes): void {
	const prefix = prefixOf(routes);
	if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*-$/.test(prefix))
		throw new Mistake(`service and stage: "${prefix.slice(0, -1)}" must be lower case letters, digits and hyphens on Google`);
	if (prefix.length > longestPrefix)
		throw new Mistake(`service and stage: "${prefix.slice(0, -1)}" has more than the ${longestPrefix - 1} characters that Google leaves`);
	for (const name of Object.keys(routes.timeouts)) checkName(name, routes);
	for (const name of queued(routes)) checkQueued(name, routes);
}

function checkName(name: string, routes: Routes): void {
	const where = `function "${name}"`;
	const full = `${prefixOf(routes)}${name}`;
	if ([sweepName, wakerName, builderName].includes(name)) throw new Mistake(`${where}: the gateway has one of this name itself`);
	if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
		throw new Mistake(`${where}: on Google its name must be lower case letters, digits and hyphens`);
	if (full.length > longestName)
		throw new Mistake(`${where}: its name on Google, ${full}, has ${full.length} characters, and ${longestName} is the most`);
	if ((routes.timeouts[name] ?? 0) > longestRun) throw new Mistake(`${where}: "timeout" is ${longestRun} seconds at most on Google`);
}

function checkQueued(name: string, routes: Routes): void {
	const where = `function "${name}"`;
	const names = Object.keys(routes.timeouts);
	const other = queued(routes).find((each) => name === `${each}-dead`);
	if (name === 'given-up' || other)
		throw new Mistake(
			`${where}: its queue would be that of ${other ? `the dead letters of "${other}"` : 'the gateway'}; another name, please`,
		);
	if (names.includes(queueSide(name)) && routes.routes.some((route) => route.function === name && route.path !== undefined))
		throw new Mistake(`function "${queueSide(name)}": the replays of "${name}" have this name on Google; another name, please`);
	if (`${prefixOf(routes)}${queueSide(name)}`.length > longestName)
		throw new Mistake(`${where}: its name on Google is too long to take -queue as well; ${longestName} characters are the most`);
	if (retryOf(name, routes).attempts > mostAttempts)
		throw new Mistake(`${where}: "retry.attempts" is ${mostAttempts} at most on Google, where Pub/Sub gives up after 100 deliveries`);
	if ((routes.timeouts[name] ?? 0) > longestQueued)
		throw new Mistake(`${where}: "timeout" is ${longestQueued} seconds at most on Google for what a queue wakes`);
}
