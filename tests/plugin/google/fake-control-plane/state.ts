import { type Policies, policies } from './policies.ts';
import type { Json } from './rules.ts';

export const project = 'my-project';
export const projectNumber = '415104041262';

/** What the control plane holds. Maps by full name. */
export type State = {
	readonly enabled: Set<string>;
	readonly identities: Map<string, Json>;
	readonly databases: Map<string, Json>;
	readonly indexes: Map<string, Json>;
	readonly fields: Map<string, Json>;
	readonly buckets: Map<string, Json>;
	readonly objects: Map<string, Set<string>>;
	readonly secrets: Map<string, { readonly secret: Json; readonly versions: string[]; readonly disabled?: Set<number> }>;
	readonly topics: Map<string, Json>;
	readonly subscriptions: Map<string, Json>;
	readonly functions: Map<string, Json>;
	/** Of Cloud Run. */
	readonly services: Map<string, Json>;
	readonly revisions: Map<string, Json[]>;
	readonly jobs: Map<string, Json>;
	/** What was put to an upload URL, by its name. */
	readonly uploads: Map<string, Buffer>;
	readonly logs: Json[];
	readonly policies: Policies;
	/** Answers that are still to come, by name. */
	readonly operations: Map<string, Json>;
	/** Starts one, which has ended when it is asked for. */
	readonly operation: (response: Json, name?: string) => Json;
	readonly origin: () => string;
	/** A second later each time. */
	readonly now: () => string;
};

export function createState(origin: () => string): State {
	const operations = new Map<string, Json>();
	let started = 0;
	let seconds = 0;
	const identities = new Map<string, Json>();
	return {
		enabled: new Set(),
		identities,
		...{ databases: new Map(), indexes: new Map(), fields: new Map(), buckets: new Map(), objects: new Map(), secrets: new Map() },
		...{ topics: new Map(), subscriptions: new Map(), functions: new Map(), services: new Map(), revisions: new Map(), jobs: new Map() },
		...{ uploads: new Map(), logs: [], operations },
		policies: policies((email) => identities.has(email) || email.endsWith(`${projectNumber}@gcp-sa-pubsub.iam.gserviceaccount.com`)),
		operation: (response, prefix = 'operations/') => {
			started += 1;
			const name = `${prefix}op-${started}`;
			operations.set(name, { name, done: true, response });
			// Ended when it is asked for, and not before.
			return { name, done: false };
		},
		origin,
		now: () => {
			seconds += 1;
			return new Date(Date.UTC(2026, 10, 1) + seconds * 1000).toISOString();
		},
	};
}

/** Everything that lasts, in one order, without times and marks of writes. */
export function snapshot(state: State): Json {
	const sorted = (map: ReadonlyMap<string, unknown>) => [...map].sort(([one], [other]) => one.localeCompare(other));
	const { enabled, operation, operations, uploads, origin, now, logs, policies: held, revisions, ...maps } = state;
	const plain = Object.entries(maps).map(([name, map]) => [name, sorted(map as ReadonlyMap<string, unknown>)]);
	const text = JSON.stringify({ enabled: [...enabled].sort(), policies: held.all(), ...Object.fromEntries(plain) }, (_, value: unknown) =>
		value instanceof Set ? [...value] : value,
	);
	return JSON.parse(
		text
			.replaceAll(origin(), 'http://plane')
			.replaceAll(/"updateTime":"[^"]*"|"object":"upload-\d+"|"name":"[^"]*\/indexes\/\d+"/g, '"x":0'),
	) as Json;
}
