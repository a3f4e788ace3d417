import type { KeyRequest } from './scheme.ts';

/** What is asked of senders' own hosts. Bounded in size, time and number, and never redirected. */
export type Outside = {
	/** What stands at a URL, kept for a while. Rejects when it can't be had. */
	readonly read: (request: KeyRequest) => Promise<string>;
	/** Asks for a URL with GET, and rejects when the answer is no 2xx. */
	readonly visit: (url: string) => Promise<void>;
};
