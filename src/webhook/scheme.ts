import type { Delivery } from './delivery.ts';

/** Why a delivery was not believed. It goes to the log; the sender only learns `signature-invalid`. */
export type Disbelief =
	| 'signature-missing'
	| 'signature-malformed'
	| 'signature-mismatch'
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

/**
 * How a provider proves itself: a pure pair of functions. No clock (the delivery says when it came), no environment, no I/O.
 */
export type Scheme = {
	readonly name: string;
	/** Headers that carry a signature or token (lower case). They are masked, and never kept with the event. */
	readonly credentials: readonly string[];
	/** Seconds a delivery may be old, or ahead of our clock; absent when the scheme signs no time. */
	readonly tolerance?: number;
	/**
	 * Returns the delivery as the provider would have sent it at `delivery.receivedAt`: headers added, and where the scheme asks for it the query changed.
	 * @throws {SecretError} when the signing half is unusable
	 */
	readonly sign: (delivery: Delivery, signing: string) => Delivery;
	/**
	 * Compares in constant time, against each secret in turn.
	 * @throws {SecretError} when there is no secret, or one is empty or malformed: a receiver that can't verify must not answer 401
	 */
	readonly verify: (delivery: Delivery, secrets: readonly string[]) => Verdict;
	/** A fresh random secret in the provider's own form. */
	readonly generate: () => SecretPair;
};

/** A secret of ours is unusable. The message never holds the secret. */
export class SecretError extends Error {
	override readonly name = 'SecretError';
}
