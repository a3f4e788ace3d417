import type { Delivery } from './delivery.ts';
import type { Handshake } from './handshake.ts';
import type { Redaction } from './redaction.ts';
import type { Reply } from './reply.ts';
import type { DirectScheme, Scheme } from './scheme.ts';
import type { VerifiedDelivery } from './verified.ts';

/** One thing that a delivery says. Without `id` or `type` it can't be handled, and is kept as dead. */
export type Identified = {
	/** The provider's own id: the same when the same event is sent again. */
	readonly id: string | undefined;
	readonly type: string | undefined;
	/** What functions receive: the part of the body that is about this event. */
	readonly payload: unknown;
	/** Which of the two came from a part of the delivery that the scheme does not sign. */
	readonly unsigned?: readonly ('id' | 'type')[];
};

export type Parse = {
	/**
	 * Bytes to value.
	 * @throws {MalformedBody} when the bytes are not of the format
	 */
	(delivery: VerifiedDelivery): unknown | Promise<unknown>;
	/** The text of a body that was parsed, without what a source does not want kept. A format that has none is not kept where the source wants that. */
	readonly redact?: (text: string, redaction: Redaction) => string;
};

export class MalformedBody extends Error {
	override readonly name = 'MalformedBody';
}

/** Where a delivery names the account that it is of: headers (lower case), and fields of the body, each by its path. */
export type AccountPlace = { readonly headers?: readonly string[]; readonly fields?: readonly (readonly string[])[] };

/** A kind of sender, as data. */
export type Provider<Proof extends Scheme = Scheme> = {
	readonly id: string;
	readonly name: string;
	/** The official page that states how deliveries are signed. */
	readonly docs: string;
	readonly scheme: Proof;
	/** Media types that the provider sends, and how each is parsed. Any other is answered 415. */
	readonly contentTypes: Readonly<Record<string, Parse>>;
	/** The events that an authentic body holds, in order. Never throws: what can't be read is `undefined`. */
	readonly identify: (body: unknown, delivery: Delivery) => readonly Identified[];
	/** What names the account (shop, workspace, mode) that a secret is for; it is read to say why a delivery was not believed. */
	readonly account?: AccountPlace;
	/** The set-up questions that it asks. */
	readonly handshakes?: readonly Handshake[];
	/** What an accepted delivery is answered with, where an empty 200 would not do. */
	readonly accepted?: Reply;
	/** For how many seconds the provider may send the same event again; 0 when it never does. */
	readonly retryHorizon: number;
	/** Seconds that the provider waits for an answer, when it says so. */
	readonly timeout?: number;
	/** The answer that the provider asks for, in a few words. */
	readonly expects: string;
	/** What of a delivery the signature does not cover, in a few words. */
	readonly unsigned: string;
	/** What tells a second copy, and whether it is the same when the provider sends an event again, in a few words. */
	readonly sameEvent: string;
	/** What the secret is, and where the provider shows it or how it has to be set there, in a few words. Also what its VERIFY_TOKEN is, where it has one. */
	readonly secret: string;
	/** How the provider lets its secret be changed, in a few words. */
	readonly rotation: string;
};

/** One whose scheme waits for nothing. */
export type DirectProvider = Provider<DirectScheme>;

/** A provider that each source configures for itself, such as the generic `hmac`. */
export type ProviderFamily = {
	readonly id: string;
	/** The names of what it is configured with. */
	readonly options: readonly string[];
	/** @throws {Error} with one line that names the option and what it may be */
	readonly configure: (options: Readonly<Record<string, unknown>>) => DirectProvider;
};
