import { Mistake } from '../mistake.ts';
import type { Clients } from './clients.ts';
import { errorOf, Refusal } from './refusal.ts';
import { deploymentName, found, groupPath, listAll, type Target, versions } from './target.ts';
import type { Template } from './template.ts';

/** What a deployment has told, by the names of its template's outputs. */
export type Outputs = {
	readonly storage: string;
	readonly vault: string;
	readonly endpoints: string;
	readonly functions: string;
	readonly insights: string;
	readonly assignments: readonly string[];
};

type Deployment = {
	readonly properties: {
		readonly provisioningState: string;
		readonly outputs?: Readonly<Record<string, { readonly value: unknown }>>;
		readonly error?: object;
	};
};

const pollMillis = 5_000;
/** An hour. */
const mostPolls = 720;
const ended = ['Succeeded', 'Failed', 'Canceled'];

const basePath = (target: Target) => `${groupPath(target)}/providers/Microsoft.Resources/deployments/${deploymentName}`;
const path = (target: Target) => `${basePath(target)}?api-version=${versions.resources}`;

/** What the stage was deployed as; undefined where it never was, or only in part. */
export async function readOutputs(arm: Clients['arm'], target: Target): Promise<Outputs | undefined> {
	const { properties } = ((await read(arm, target)) ?? {}) as Partial<Deployment>;
	if (properties?.outputs === undefined) return undefined;
	// Sound because the template, which only we deploy under this name, has these outputs.
	return Object.fromEntries(Object.entries(properties.outputs).map(([name, { value }]) => [name, value])) as Outputs;
}

/** Puts the template into the group, and waits for the end of it. One that is still running, from a command that was broken off, is waited for first. */
export async function deployTemplate({ arm, wait }: Clients, target: Target, { template, parameters }: Wish): Promise<Outputs> {
	await settle({ arm, wait }, target, await read(arm, target));
	const properties = { mode: 'Incremental', template, parameters };
	const { body } = await arm({ method: 'PUT', path: path(target), body: { properties } });
	const last = await settle({ arm, wait }, target, body as Deployment);
	if (last?.properties.provisioningState !== 'Succeeded') throw await failure(arm, target, last);
	const outputs = await readOutputs(arm, target);
	if (outputs === undefined) throw new Mistake('the deployment has no outputs: deploy again');
	return outputs;
}

type Wish = { readonly template: Template; readonly parameters: Readonly<Record<string, { readonly value: string }>> };

async function read(arm: Clients['arm'], target: Target): Promise<Deployment | undefined> {
	// Sound because the API says so: https://learn.microsoft.com/en-us/rest/api/resources/deployments/get
	return (await found(arm({ path: path(target) }))) as Deployment | undefined;
}

async function settle(
	{ arm, wait }: Pick<Clients, 'arm' | 'wait'>,
	target: Target,
	first: Deployment | undefined,
): Promise<Deployment | undefined> {
	let last = first;
	for (let poll = 0; last && !ended.includes(last.properties.provisioningState); poll += 1) {
		if (poll === mostPolls) throw new Mistake('the deployment did not end in an hour: look at it in the portal');
		await wait(Math.min(pollMillis, 500 * 2 ** poll));
		last = await read(arm, target);
	}
	return last;
}

type Operation = {
	readonly properties: {
		readonly provisioningState: string;
		readonly targetResource?: { readonly resourceType: string; readonly resourceName: string };
		readonly statusMessage?: unknown;
	};
};

/** Names the resource that failed: the deployment itself says only that one did. */
async function failure(arm: Clients['arm'], target: Target, last: Deployment | undefined): Promise<Error> {
	const operations = await listAll<Operation>(arm, `${basePath(target)}/operations?api-version=${versions.resources}`).catch(() => []);
	for (const { properties } of operations) {
		const reason = properties.provisioningState === 'Failed' ? errorOf(properties.statusMessage) : undefined;
		const { resourceType: type, resourceName: name } = properties.targetResource ?? {};
		if (reason && type) return new Refusal(200, reason.code, `${type} ${name}: ${reason.code}: ${reason.message}`);
	}
	const { code, message } = errorOf(last?.properties.error) ?? {
		code: last?.properties.provisioningState ?? 'gone',
		message: 'it gives no reason',
	};
	return new Refusal(200, code, `${code}: ${message}`);
}
