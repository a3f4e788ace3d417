export type Secrets = {
	/** The value by its environment name; undefined when there is none. Rejects when the store can't be reached. */
	readonly get: (name: string) => Promise<string | undefined>;
	/**
	 * Reads the value and its `…_PREVIOUS` anew, when it has not just done so: a secret may have been rotated since it was read.
	 * Says whether one of them may have changed. Rejects when the store can't be reached.
	 */
	readonly refresh: (name: string) => Promise<boolean>;
	/**
	 * Keeps the value where none is set, in one atomic step; what the local run made up is none. Says whether it is this value that is kept: of several that are
	 * offered at once, one is. Rejects when the store can't be reached.
	 */
	readonly offer: (name: string, value: string) => Promise<boolean>;
};

/** Secrets for whoever only reads them. */
export type ReadableSecrets = Pick<Secrets, 'get' | 'refresh'>;

/** Sources that an operator has opened, for a time, for the secret that their sender offers. Out of reach of functions and their `records`. */
export type Openings = {
	/** `until`: milliseconds since the epoch. It takes the place of an earlier one. */
	readonly open: (source: string, until: number) => Promise<void>;
	/** Until when the source was opened, which may be over; undefined where it was not, or was closed. */
	readonly get: (source: string) => Promise<number | undefined>;
	readonly close: (source: string) => Promise<void>;
};
