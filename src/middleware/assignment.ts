import type { WebhookEvent } from '../webhook/event.ts';
import type { Claim } from '../webhook/ports.ts';
import type { Provider } from '../webhook/provider.ts';
import type { EventRecord } from '../webhook/record.ts';
import type { Reply } from '../webhook/reply.ts';

/** One run of one function for one event, with the lease in hand. */
export type Assignment = {
	readonly function: string;
	readonly provider: Provider;
	readonly claim: Extract<Claim, { outcome: 'claimed' }>;
	event?: WebhookEvent;
};

/** How the run ended, and was recorded. */
export type Ending =
	| { readonly ending: 'done'; readonly reply: Reply }
	| { readonly ending: 'failed'; readonly retryAfterSeconds: number }
	/** `mismatch`: the payload does not fit the function's schema. */
	| { readonly ending: 'dead'; readonly mismatch: boolean }
	/** The lease had ended and somebody else has taken over: nothing of this run counts. */
	| { readonly ending: 'fenced' };

export const keyOfRecord = ({ source, id }: EventRecord) => ({ source, id });

export type Task = {
	readonly before?: (request: { readonly event: Assignment }) => Promise<Ending | undefined> | Ending | undefined;
	readonly after?: (request: { readonly event: Assignment; response: unknown }) => Promise<void>;
	readonly onError?: (request: { readonly event: Assignment; readonly error: unknown }) => Promise<Ending>;
};
