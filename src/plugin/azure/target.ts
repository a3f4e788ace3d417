import type { Ask } from './clients.ts';
import { Refusal } from './refusal.ts';

/** Where a stage is, or is to be. */
export type Target = {
	readonly subscription: string;
	readonly resourceGroup: string;
	/** `<service>-<stage>`: the value of the tag that says that a resource is ours. */
	readonly owner: string;
};

export function groupPath({ subscription, resourceGroup }: Target): string {
	return `/subscriptions/${subscription}/resourceGroups/${resourceGroup}`;
}

/** The name of the one deployment of a stage, which each `sls deploy` changes. */
export const deploymentName = 'hookport';

export const versions = {
	resources: '2021-04-01',
	storage: '2023-05-01',
	web: '2024-04-01',
	vault: '2023-07-01',
	authorization: '2022-04-01',
} as const;

/** Whether it says that there is no such thing. A subscription that is not there is no reason to look further. */
export function isAbsent(error: unknown): boolean {
	return error instanceof Refusal && error.status === 404 && !error.code.includes('Subscription');
}

/** The answer's body, undefined where there is no such thing. */
export async function found(ask: ReturnType<Ask>): Promise<unknown> {
	try {
		return (await ask).body;
	} catch (error) {
		if (isAbsent(error)) return undefined;
		throw error;
	}
}

/** All pages of a list: https://learn.microsoft.com/en-us/rest/api/azure/#paging */
export async function listAll<One>(ask: Ask, path: string): Promise<readonly One[]> {
	const all: One[] = [];
	for (let next: string | undefined = path; next !== undefined; ) {
		// Sound because every list of Azure Resource Manager has this form.
		const { value, nextLink } = (await ask({ path: next })).body as { readonly value: readonly One[]; readonly nextLink?: string };
		all.push(...value);
		const url = nextLink ? URL.parse(nextLink) : null;
		next = url ? url.pathname + url.search : undefined;
	}
	return all;
}
