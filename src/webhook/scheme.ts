import type { Delivery } from './delivery.ts';

/** Why a delivery was not believed. It goes to the log; the sender only learns `signature-invalid`. */
export type Disbelief =
	| 'signature-missing'
	| 'signature-malformed'
	| 'signature-mismatch'
	| 'batch-not-signed'
	| 'timestamp-malformed'
	| 'timestamp-stale'
	| 'timestamp-future';

/** `secret` is the index of the secret that verified, so that a rotation can be followed. */
export type Verdict = { readonly valid: true; readonly secret: number } | { readonly valid: false; readonly reason: Disbelief };

/** The two halves of a secret. They are the same text for a shared secret, and public and private key otherwise. */
export type SecretPair = {
	/** What a source is configured with. */
	readonly verifying: string;
	/** What the sender signs with. */
	readonly signing: string;
};

/** What of a delivery a sender proves. Whatever else of it somebody changes on the way is believed. */
export type Coverage = {
	/** `part`: some fields of it, or what it means but not how it is written. Absent: nothing. */
	readonly body?: 'all' | 'part';
	/** With its query. */
	readonly url?: true;
	readonly method?: true;
	/** Besides the credentials; lower case. */
	readonly headers?: readonly string[];
};

/** Public keys that a sender publishes. A scheme only says where they are; who asks it reads them, from that one place, and keeps them for a while. */
export type KeyRequest = {
	/** Always `https`, at a host that the scheme knows by itself. */
	readonly url: string;
	/** Sent as JSON with POST; without it, it is a GET. */
	readonly post?: unknown;
	/** A text that has to be in what is kept, or it is read anew: the id of a key. */
	readonly holding?: string;
};

/**
 * How a provider proves itself: a pure pair of functions. No clock (the delivery says when it came), no environment, no I/O.
 */
export type Scheme = {
	readonly name: string;
	/** Headers that carry a signature or token (lower case). They are masked, and never kept with the event. */
	readonly credentials: readonly string[];
	/** The parameter of the query that carries a token: it is never kept with the event, either. */
	readonly queryCredential?: string;
	readonly covers: Coverage;
	/** Seconds a delivery may be old, or ahead of our clock; absent when the scheme signs no time. */
	readonly tolerance?: number;
	/** Where the sender's keys are; `undefined` where the secrets hold them, or the delivery can't be genuine anyway. Throws as `verify` does. */
	readonly keysAt?: (delivery: Delivery, secrets: readonly string[]) => KeyRequest | undefined;
	/**
	 * Returns the delivery as the provider would have sent it at `delivery.receivedAt`: headers added, and where the scheme asks for it the query or the body changed.
	 * @throws {SecretError} when the signing half is unusable
	 */
	readonly sign: (delivery: Delivery, signing: string) => Delivery | Promise<Delivery>;
	/**
	 * Compares in constant time, against each secret in turn.
	 * @param keys what was found where `keysAt` said
	 * @throws {SecretError} when there is no secret, or one is empty or malformed: a receiver that can't verify must not answer 401
	 */
	readonly verify: (delivery: Delivery, secrets: readonly string[], keys?: string) => Verdict | Promise<Verdict>;
	/** What the secrets that the provider shows begin with. */
	readonly secretPrefix?: string;
	/** The same proof by the same secret, read as another kind of key: for a diagnosis, and never for a verdict. */
	readonly keyedAs?: (form: 'text' | 'hex' | 'base64') => Scheme;
	/** A fresh random secret in the provider's own form. */
	readonly generate: () => SecretPair;
};

/** A scheme that needs nobody's keys and waits for nothing. */
export type DirectScheme = Omit<Scheme, 'keysAt' | 'sign' | 'verify'> & {
	readonly sign: (delivery: Delivery, signing: string) => Delivery;
	readonly verify: (delivery: Delivery, secrets: readonly string[]) => Verdict;
};

/** A secret of ours is unusable. The message never holds the secret. */
export class SecretError extends Error {
	override readonly name = 'SecretError';
}
