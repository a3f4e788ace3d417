import type { Delivery } from './delivery.ts';
import type { Message } from './message.ts';
import type { Metrics } from './metric.ts';
import type { Outside } from './outside.ts';
import type { EventKey, EventRecord, EventStatus, Run } from './record.ts';
import type { Reply } from './reply.ts';
import type { Openings, Secrets } from './secrets.ts';

/** What came of asking for the right to run a function for an event. */
export type Claim =
	/** `record` is as it stands after the claim: its run is `running`, with attempts and fence counted up. */
	| { readonly outcome: 'claimed'; readonly record: EventRecord; readonly attempt: number; readonly fence: number }
	/** Another run holds the lease. It costs no attempt. */
	| { readonly outcome: 'leased'; readonly until: number }
	/** The run is `done` or `dead` already. */
	| { readonly outcome: 'settled'; readonly record: EventRecord }
	/** No such record, or the function was not subscribed when the event came. */
	| { readonly outcome: 'absent' };

/** How a run ended. `dead` also sets `sent: false` and `dueAt: at`: its dead letter is still to be sent. */
export type Settlement =
	| { readonly status: 'done'; readonly at: number; readonly reply?: Reply }
	/** To be tried again: `dueAt` is when the sweep should see to it if nobody did. */
	| { readonly status: 'pending'; readonly at: number; readonly error: string; readonly dueAt?: number; readonly sent?: boolean }
	| { readonly status: 'dead'; readonly at: number; readonly error?: string; readonly reason: string };

export type EventFilter = {
	readonly source?: string;
	readonly type?: string;
	readonly status?: EventStatus;
	/** Received at or after; milliseconds since the epoch. */
	readonly since?: number;
	/** Received at or before; milliseconds since the epoch. */
	readonly until?: number;
	/** At most so many, newest first. */
	readonly limit?: number;
};

/** The kept events. Every method is one atomic step on one record; every time comes from the caller. */
export type EventRecords = {
	/** Bytes of body that a record holds itself; more go to blobs first. */
	readonly room: number;
	/** Commits the event, unless it is there and not expired at `now`: then that record is returned as `existing`. */
	readonly insert: (record: EventRecord, now: number) => Promise<{ readonly existing?: EventRecord }>;
	readonly get: (key: EventKey) => Promise<EventRecord | undefined>;
	/** Takes the lease when the run is `pending`, or `running` with a lease that ended at or before `now`. */
	readonly claim: (key: EventKey, name: string, lease: { readonly now: number; readonly until: number }) => Promise<Claim>;
	/** Ends a run. False when the fence is not the current one or the run is not `running`: a later run has taken over, and nothing changes. */
	readonly settle: (key: EventKey, name: string, fence: number, settlement: Settlement) => Promise<boolean>;
	/** The messages of these functions are in the queue since `now`. Those that have not ended hours later are due again; those that have ended stay as they are. */
	readonly markSent: (key: EventKey, names: readonly string[], now: number) => Promise<void>;
	/** The dead letter of this function is in its queue. A run that is not dead stays as it is. */
	readonly markBuried: (key: EventKey, name: string) => Promise<void>;
	/** Records that the sweep should look at by `now`, oldest first: a run has not ended, a dead letter is not sent, or it is to be erased. */
	readonly due: (now: number, limit: number) => Promise<readonly EventRecord[]>;
	/** An operator's replay: these functions' runs become `pending` with no attempts, unsent, due at `now`, replays counted up. A running one is left alone. Returns the record, or undefined where there is none. */
	readonly reopen: (key: EventKey, names: readonly string[], now: number) => Promise<EventRecord | undefined>;
	/** For a function that was not subscribed when the event came: adds its run, unless it has one. Returns the record as it is then, or undefined where there is none. */
	readonly subscribe: (key: EventKey, name: string, run: Run) => Promise<EventRecord | undefined>;
	readonly list: (filter: EventFilter) => Promise<readonly EventRecord[]>;
	/** Every event that fits, in no order, and few of them in memory at a time. */
	readonly walk: (filter: Pick<EventFilter, 'source' | 'type' | 'since' | 'until'>) => AsyncIterable<EventRecord>;
	/**
	 * Erases what was sent, and what was answered or failed because of it; the rest still tells a second copy. A run that waits ends dead; one that is running may
	 * end, and leaves nothing. Afterwards nothing is run for it again. Bytes in blobs are left to the caller. Returns the record as it is then, or undefined where there is none.
	 * A record that is not as the caller takes it to be stays as it is; `fits` may be asked more than once.
	 */
	readonly forget: (key: EventKey, at: number, fits?: (record: EventRecord) => boolean) => Promise<EventRecord | undefined>;
};

/** One queue per function. */
export type Queue = {
	/**
	 * All or an error; an error may mean that some were sent.
	 * @throws {NoQueue} when a function has none
	 */
	readonly send: (messages: readonly Message[]) => Promise<void>;
	/**
	 * Puts a message into its function's dead-letter queue, with the reason up to its colon: what comes after names fields of the payload.
	 * @throws {NoQueue} when the function has none
	 */
	readonly bury: (message: Message, reason: string) => Promise<void>;
};

/** What is to become of a message that a function was woken by. */
export type Disposition = { readonly done: true } | { readonly done: false; readonly retryAfterSeconds: number };

export type Blobs = {
	readonly put: (key: string, bytes: Buffer) => Promise<void>;
	readonly get: (key: string) => Promise<Buffer | undefined>;
	/** It is no error when there is none. */
	readonly remove: (key: string) => Promise<void>;
};

/** A small table for functions. Keys are unique in their collection; values are JSON. */
export type Records = {
	/** Puts the value only where there is none; says whether it did. */
	readonly insert: (collection: string, key: string, value: unknown) => Promise<boolean>;
	readonly put: (collection: string, key: string, value: unknown) => Promise<void>;
	readonly get: (collection: string, key: string) => Promise<unknown>;
	readonly remove: (collection: string, key: string) => Promise<void>;
};

export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

/** One structured line per call. Field names follow OpenTelemetry where it has one. */
export type Log = {
	readonly info: (message: string, fields?: Fields) => void;
	readonly warn: (message: string, fields?: Fields) => void;
	readonly error: (message: string, fields?: Fields) => void;
};

/** What woke a function. */
export type Trigger =
	| { readonly kind: 'delivery'; readonly delivery: Delivery }
	| {
			readonly kind: 'messages';
			readonly messages: readonly Message[];
			readonly requestId: string;
			/** Those that came before. One of them may have ended the process then, and taken its neighbours along. */
			readonly again?: ReadonlySet<Message>;
	  }
	| { readonly kind: 'call'; readonly payload: unknown };

/** Where it runs: everything that the chains need of a cloud. */
export type Cloud = {
	readonly name: 'aws' | 'google' | 'azure' | 'local';
	/** The name in serverless.yml of the function that is running. */
	readonly functionName: () => string;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	/** Resolves after so many milliseconds. */
	readonly wait: (milliseconds: number) => Promise<void>;
	/** Reads what the platform passes to a handler. `context` is the platform's second argument. */
	readonly open: (input: unknown, context: unknown) => Trigger;
	/** Our reply in the platform's form. */
	readonly respond: (reply: Reply) => unknown;
	/** The platform's answer for a batch of messages, one disposition each, in order. */
	readonly dispose: (messages: readonly Message[], dispositions: readonly Disposition[]) => unknown;
	readonly events: EventRecords;
	readonly queue: Queue;
	readonly blobs: Blobs;
	readonly secrets: Secrets;
	readonly openings: Openings;
	readonly outside: Outside;
	readonly records: Records;
	readonly log: Log;
	readonly metrics: Metrics;
	/** Where in the team's own files an error was thrown, where that can be told: on a laptop, whose bundles have source maps. */
	readonly placeOf?: (error: unknown) => string | undefined;
	/** Whether somebody else says why deliveries are not believed, who knows more. */
	readonly explained?: boolean;
	/** Calls another function of the service by its name in serverless.yml and returns its answer. Rejects when it fails. */
	readonly call: (name: string, payload: unknown) => Promise<unknown>;
};
