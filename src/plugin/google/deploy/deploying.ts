import type { Google, Json } from '../clients.ts';
import { type Plan, projectNumber } from '../plan.ts';
import { isMissing } from '../refusal.ts';

/** What each step of a deployment works with. */
export type Deploying = {
	readonly plan: Plan;
	readonly google: Google;
	/** Of every identity that is the stage's, or was until now. */
	readonly emails: readonly string[];
	readonly zipOf: (name: string) => Buffer;
	/** Tells the operator what was done, in one line. */
	readonly print: (line: string) => void;
	readonly wait: (milliseconds: number) => Promise<unknown>;
	readonly now: () => number;
};

/** Before anybody knows which identities there are. */
export type Asking = Omit<Deploying, 'emails'>;

/** What only Google knows. */
export type Facts = { readonly projectNumber: string };

/** The plan with what Google filled in. */
export function filledIn(plan: Plan, facts: Facts): Plan {
	// Sound because only the text of members changes.
	return JSON.parse(JSON.stringify(plan).replaceAll(projectNumber, facts.projectNumber)) as Plan;
}

/** What is there, or undefined. */
export async function look(google: Google, service: string, path: string): Promise<Json | undefined> {
	try {
		return await google.call({ service, path });
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw error;
	}
}

/** Every item of a list, page by page. */
export async function listAll(
	google: Google,
	{ key, query = {}, ...request }: { service: string; path: string; key: string; query?: Readonly<Record<string, string>> },
): Promise<readonly Json[]> {
	const items: Json[] = [];
	let pageToken = '';
	do {
		const page = await google.call({ ...request, query: { ...query, ...(pageToken !== '' && { pageToken }) } });
		// Sound because every list of Google's APIs is an array of objects under its own key: https://google.aip.dev/132
		items.push(...((page[key] ?? []) as readonly Json[]));
		pageToken = String(page.nextPageToken ?? '');
	} while (pageToken !== '');
	return items;
}

/** The last part of a resource's name. */
export function lastOf(name: unknown): string {
	return String(name).split('/').at(-1) ?? '';
}

export function isMarked(labels: unknown, { mark }: Pick<Plan, 'mark'>): boolean {
	return typeof labels === 'object' && labels !== null && 'hookport' in labels && labels.hookport === mark;
}

/** One after the other in so many lanes. Every one is tried; the first failure is thrown when none runs any longer. */
export async function inLanes<Item>(items: readonly Item[], lanes: number, work: (item: Item) => Promise<unknown>): Promise<void> {
	const waiting = [...items];
	const failures: unknown[] = [];
	const lane = async () => {
		for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
			await work(item).catch((error: unknown) => failures.push(error));
		}
	};
	await Promise.all(Array.from({ length: lanes }, lane));
	if (failures.length > 0) throw failures[0];
}
