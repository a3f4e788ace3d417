import type { Deployed } from './deploy-template.ts';

export type Answer = { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };

/** What the fake subscription holds. Tests look at it, and change it as somebody else would. */
export type State = {
	readonly subscription: string;
	group: { location: string; tags: Readonly<Record<string, string>>; properties: { provisioningState: string } } | undefined;
	/** By id. */
	readonly resources: Map<string, Deployed>;
	deployment: { state: string; outputs?: object; error?: object; polls: number; operations: readonly object[] } | undefined;
	deletedVaults: { name: string; properties: { vaultId: string; location: string } }[];
	/** By the site's name, the zips that it was given. */
	readonly zips: Map<string, Buffer[]>;
	readonly secrets: Map<string, string>;
	/** Of the secrets that have some. */
	readonly tags: Map<string, object>;
	/** Every call, such as `PUT resource group`. */
	readonly calls: string[];
	/** What each call of a name is answered instead, so many times. */
	readonly failures: Map<string, { times: number; readonly answer: Answer }>;
	/** What the lines of the logs are. */
	logs: readonly (readonly [string, string])[];
	/** The last query of the logs. */
	query: string;
};

export const subscription = '11111111-2222-3333-4444-555555555555';

export function newState(): State {
	return {
		subscription,
		group: undefined,
		resources: new Map(),
		deployment: undefined,
		deletedVaults: [],
		zips: new Map(),
		secrets: new Map(),
		tags: new Map(),
		calls: [],
		failures: new Map(),
		logs: [],
		query: '',
	};
}

export function armError(status: number, code: string, message = code): Answer {
	return { status, body: { error: { code, message } } };
}
