import type { Routes } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import { logicalId, prefixOf, queued, type Resources, sweepName } from './plan.ts';
import { deadQueueId, queueId } from './queues.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const mostResources = 500;
/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html A queue may have 80, so its name with `-dead` fits wherever the function's does. */
const longestName = 64;

/** @throws {Mistake} for a name that AWS would not take, or that nothing of the gateway would find */
export function checkNames(routes: Routes, functions: Readonly<Record<string, { readonly name?: string }>>): void {
	if (Object.hasOwn(functions, sweepName)) throw new Mistake(`function "${sweepName}": the gateway has a function of this name itself`);
	for (const name of [...Object.keys(functions), sweepName]) {
		const full = `${prefixOf(routes)}${name}`;
		const given = functions[name]?.name ?? full;
		if (given !== full) throw new Mistake(`function "${name}": "name: ${given}" must go, since the gateway finds functions by "${full}"`);
		if (full.length > longestName)
			throw new Mistake(`function "${name}": its name on AWS, ${full}, has ${full.length} characters, and ${longestName} is the most`);
	}
	checkQueues(queued(routes));
	checkPaths(routes);
}

/** By name and by logical id, since one queue would silently take the place of the other. */
function checkQueues(names: readonly string[]): void {
	for (const name of names) {
		const other = names.find((each) => name === `${each}-dead` || queueId(name) === deadQueueId(each));
		const whose = name === 'given-up' ? 'one that the gateway has itself' : other && `that of the dead letters of "${other}"`;
		if (whose) throw new Mistake(`function "${name}": its queue would be ${whose}; another name, please`);
	}
}

/** osls names a route by its letters and digits alone, so two that differ in anything else would be one. */
function checkPaths({ routes }: Routes): void {
	const seen = new Map<string, string>();
	for (const { function: name, path } of routes) {
		if (path === undefined) continue;
		const key = path
			.toLowerCase()
			.split('/')
			.map((part) => part.replaceAll('-', 'Dash').replace(/[^0-9A-Za-z]/g, ''))
			.join('');
		const other = seen.get(key) ?? path;
		if (other !== path)
			throw new Mistake(
				`function "${name}": the path ${path} differs from ${other} in signs or case only, which CloudFormation can't tell apart`,
			);
		seen.set(key, path);
	}
}

/** @throws {Mistake} with how many functions fit and how to split, when the template has more resources than a stack may */
export function checkSize(resources: Resources, names: readonly string[]): void {
	const total = Object.keys(resources).length;
	if (total <= mostResources) return;
	const shared = sharedOf(resources, names);
	const each = (total - shared) / names.length;
	const fitting = Math.floor((mostResources - shared) / each);
	throw new Mistake(
		`the stack has ${total} resources, and CloudFormation takes ${mostResources}: about ${fitting} of the ${names.length} functions fit. ` +
			'Move whole sources, each endpoint with its functions, into a second serverless.yml with another "service"',
	);
}

/** Those that would be there without any function. */
function sharedOf(resources: Resources, names: readonly string[]): number {
	const ids = names.map(logicalId);
	const own = ([id, { Type }]: [string, { readonly Type: string }]) =>
		Type === 'AWS::ApiGatewayV2::Route' || ids.some((each) => id.includes(each));
	return Object.entries(resources).filter((entry) => !own(entry)).length;
}
