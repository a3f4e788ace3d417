import type { Headers } from './delivery.ts';
import type { Reply } from './reply.ts';
import type { Ack } from './source.ts';

/** Ids are the senders' own, so the source is always part of the key. */
export type EventKey = { readonly source: string; readonly id: string };

export type RunStatus = 'pending' | 'running' | 'done' | 'dead';
export type EventStatus = 'pending' | 'done' | 'dead' | 'unhandled';

/** What became of an event at one of the functions that were subscribed when it came. */
export type Run = {
	readonly status: RunStatus;
	readonly ack: Ack;
	/** How often the function was begun for this event; counted before each run. */
	readonly attempts: number;
	/** The fencing token of the run that holds the lease: counts the claims, from the time of the insert, so that it never goes back when an expired event comes again. */
	readonly fence: number;
	/** Milliseconds since the epoch; only while `running`. */
	readonly leaseUntil?: number;
	/** Whether its message (or, when dead, its dead letter) is known to be in the queue. */
	readonly sent: boolean;
	/** When the sweep should look at this run, if it has not ended by then. Milliseconds since the epoch. */
	readonly dueAt: number;
	readonly lastError?: string;
	/** Why it is dead, for an operator to read. */
	readonly reason?: string;
	/** The kept reply of `ack: handled`. */
	readonly reply?: Reply;
	/** How often an operator sent it again. */
	readonly replays: number;
};

/** The kept event. It is the truth: a queue message only wakes a function. */
export type EventRecord = EventKey & {
	readonly type: string;
	/** Milliseconds since the epoch, as are all times here. */
	readonly receivedAt: number;
	/** Expiry is decided by this time, not by the record's absence. */
	readonly expiresAt: number;
	/** When what was sent is to be erased, once nobody waits for it; only where that is before it expires. */
	readonly eraseAt?: number;
	/** The delivery's headers, without credentials. */
	readonly headers: Headers;
	readonly query: string;
	/** The delivery's; empty where an earlier version kept the event. */
	readonly traceparent: string;
	/** The delivery's exact bytes (redacted where the source says so), or the key under which blobs keep them. */
	readonly body: Buffer | { readonly blob: string };
	/** The body, wherever it is, is encrypted under the source's storage key. */
	readonly sealed?: true;
	/** Of the bytes as they are kept, hex; under a key where they are sealed, so that nobody can try what they might be. Absent where the record itself holds the plain bytes. */
	readonly sha256?: string;
	/** Which of the delivery's events this is, from 0. */
	readonly index: number;
	/** Which of id and type the provider does not sign. */
	readonly unsigned?: readonly ('id' | 'type')[];
	/** The secret that verified it, where it was not the current one: so a rotation can be followed. */
	readonly secret?: 'previous';
	/** Why the event as a whole is dead: it could not be read. */
	readonly reason?: string;
	/** Since when nothing of what was sent is kept any more. Milliseconds since the epoch. */
	readonly forgottenAt?: number;
	readonly functions: Readonly<Record<string, Run>>;
};

export function statusOf(record: Pick<EventRecord, 'functions' | 'reason'>): EventStatus {
	if (record.reason !== undefined) return 'dead';
	const statuses = Object.values(record.functions).map((run) => run.status);
	if (statuses.length === 0) return 'unhandled';
	if (statuses.some((status) => status === 'pending' || status === 'running')) return 'pending';
	return statuses.includes('dead') ? 'dead' : 'done';
}
