import type { WebhookEvent } from '../webhook/event.ts';
import type { FailureCode } from '../webhook/failure.ts';
import type { Claim } from '../webhook/ports.ts';
import type { Provider } from '../webhook/provider.ts';
import type { EventRecord } from '../webhook/record.ts';
import type { Reply } from '../webhook/reply.ts';

/** One run of one function for one event, with the lease in hand. */
export type Assignment = {
	readonly function: string;
	readonly provider: Provider;
	readonly claim: Extract<Claim, { outcome: 'claimed' }>;
	/** The platform's name for the call in which it runs. */
	readonly requestId: string;
	/** What the delivery said, where it is at hand and just that is kept. */
	readonly said?: { readonly payload: unknown; readonly rawBody: Buffer } | undefined;
	event?: WebhookEvent;
	/** For the log only: the first failure, or why it is dead. */
	failure?: string;
	/** For the log only: where that was. */
	thrownAt?: string | undefined;
};

/** How the run ended, and was recorded. */
export type Ending =
	| { readonly ending: 'done'; readonly reply: Reply }
	| { readonly ending: 'failed'; readonly retryAfterSeconds: number }
	/** `mismatch`: the payload does not fit the function's schema. */
	| { readonly ending: 'dead'; readonly mismatch: boolean }
	/** The lease had ended and somebody else has taken over: nothing of this run counts. */
	| { readonly ending: 'fenced' };

const codes = { done: undefined, failed: 'function-failed', dead: 'event-dead', fenced: 'function-busy' } as const;

/** What a sender that waits is answered; undefined for success. */
export function codeOf(ending: Ending): FailureCode | undefined {
	return ending.ending === 'dead' && ending.mismatch ? 'payload-mismatch' : codes[ending.ending];
}

export const keyOfRecord = ({ source, id }: EventRecord) => ({ source, id });

export type Task = {
	readonly before?: (request: { readonly event: Assignment }) => Promise<Ending | undefined> | Ending | undefined;
	readonly after?: (request: { readonly event: Assignment; response: unknown }) => Promise<void>;
	readonly onError?: (request: { readonly event: Assignment; readonly error: unknown }) => Promise<Ending>;
};
