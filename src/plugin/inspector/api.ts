/** What the inspector's server and its page say to each other, as JSON. All times are milliseconds since the epoch. */

export type Status = 'pending' | 'done' | 'dead' | 'unhandled';

/** One line of the list: a kept event, or a request of this run that made none. */
export type Row = EventRow | RequestRow;

export type EventRow = {
	readonly kind: 'event';
	readonly source: string;
	readonly id: string;
	readonly type: string;
	readonly status: Status;
	readonly receivedAt: number;
	readonly functions: readonly { readonly name: string; readonly status: string; readonly attempts: number }[];
	/** Why the event as a whole is dead. */
	readonly reason?: string;
	readonly forgotten?: true;
};

/** `outcome`: refused, duplicate, handshake, failed, or accepted where it held no event. */
export type RequestRow = {
	readonly kind: 'request';
	readonly requestId: string;
	readonly source: string;
	readonly outcome: string;
	readonly receivedAt: number;
	readonly method: string;
	readonly path: string;
	/** Of the answer. */
	readonly status: number;
	readonly code?: string;
	readonly detail?: string;
	/** The code of its diagnosis, once that is known. */
	readonly why?: string;
};

/** Query of `GET /api/deliveries`. All are optional, as texts; times in milliseconds. `status` is one of an event, or `refused`. */
export type ListQuery = {
	readonly source?: string;
	readonly type?: string;
	readonly status?: string;
	readonly since?: string;
	readonly until?: string;
	/** In id, type, source, path, code or body; upper and lower case are the same. */
	readonly text?: string;
	/** `next` of the page before. */
	readonly after?: string;
};

/** `next` is where the next page begins; absent on the last. `searched`: a search looked at so many and stopped there. */
export type List = { readonly rows: readonly Row[]; readonly next?: string; readonly searched?: number };

export type Project = {
	readonly service: string;
	/** Where senders post to. */
	readonly url: string;
	readonly sources: readonly {
		readonly name: string;
		readonly provider: string;
		/** Types that a sample can be sent of; none where the source has no URL. */
		readonly samples: readonly string[];
		readonly types: readonly string[];
	}[];
};

/** A masked value is a credential: it is not sent to the page. */
export type Header = { readonly name: string; readonly value: string; readonly masked?: true };

/** `text` where it is UTF-8, else `base64`; neither where it is gone or sealed, which `note` says. `pretty` only where it differs. */
export type Body = {
	readonly bytes: number;
	readonly text?: string;
	readonly pretty?: string;
	readonly base64?: string;
	readonly note?: string;
};

export type Step = { readonly name: string; readonly outcome: 'passed' | 'failed' | 'skipped'; readonly detail: string };

export type Diagnosis = { readonly code: string; readonly detail: string; readonly remedy: string; readonly proved: boolean };

export type Attempt = {
	/** From 1; absent where it crashed before it could say. */
	readonly attempt?: number;
	readonly beganAt: number;
	readonly durationMs: number;
	/** done, failed, dead, fenced, unrecorded or crashed. */
	readonly outcome: string;
	readonly error?: string;
	/** What the function wrote meanwhile, as it stands in the terminal. */
	readonly lines: readonly string[];
};

export type FunctionRuns = {
	readonly name: string;
	readonly status: string;
	readonly attempts: number;
	readonly replays: number;
	readonly reason?: string;
	readonly lastError?: string;
	readonly nextAt?: number;
	/** Those that this run has seen, oldest first. */
	readonly seen: readonly Attempt[];
};

export type EventPage = EventRow & {
	/** When what was sent is erased. */
	readonly keptUntil: number;
	readonly query: string;
	readonly headers: readonly Header[];
	readonly body: Body;
	readonly steps: readonly Step[];
	readonly runs: readonly FunctionRuns[];
	/** Functions that a replay can run. */
	readonly replayable: readonly string[];
	/** The delivery that brought it, where this run has seen it. */
	readonly request?: Exchange;
};

export type Exchange = {
	readonly requestId: string;
	readonly remoteAddress: string;
	readonly status: number;
	readonly durationMs: number;
	readonly answer: string;
	readonly lines: readonly string[];
};

export type RequestPage = RequestRow & {
	readonly query: string;
	readonly headers: readonly Header[];
	readonly body: Body;
	readonly steps: readonly Step[];
	readonly diagnosis?: Diagnosis;
	readonly request: Exchange;
};

/** `POST /api/replay` takes it. */
export type Replay = { readonly source: string; readonly id: string; readonly function?: string };
export type Replayed = { readonly sent: readonly string[]; readonly busy: readonly string[] };

/** `POST /api/send` takes it. */
export type Send = { readonly source: string; readonly type: string };
export type Sent = { readonly status: number; readonly answer: string; readonly events: readonly { source: string; id: string }[] };

/** `POST /api/curl` takes it: the delivery of an event, or a request, signed as the sender would now. */
export type CurlOf = { readonly source: string; readonly id: string } | { readonly requestId: string };
export type Curl = { readonly curl: string };

/** Whatever was asked for and could not be done: one line for the user. */
export type Problem = { readonly error: string };
