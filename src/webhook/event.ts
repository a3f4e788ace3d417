import type { Headers } from './delivery.ts';
import type { Log, Records } from './ports.ts';

declare const authentic: unique symbol;

/** What a function is run for. Only the chains make one, so a function that takes it knows that it is genuine. */
export type WebhookEvent<Payload = unknown> = {
	readonly [authentic]: true;
	/** The provider's id; the same whenever the same event is sent again. */
	readonly id: string;
	readonly type: string;
	readonly source: string;
	readonly payload: Payload;
	/** Milliseconds since the epoch. */
	readonly receivedAt: number;
	/** From 1. */
	readonly attempt: number;
	/** Stays the same over every attempt of this function for this event: hand it to whatever takes an idempotency key. */
	readonly idempotencyKey: string;
	/** The delivery's headers, without credentials. */
	readonly headers: Headers;
	/** The trace that began with the delivery, as a `traceparent` header for outbound calls: https://www.w3.org/TR/trace-context/ */
	readonly traceparent: string;
	/** The delivery's exact bytes; where its source has `redact`, what is left of them. */
	readonly rawBody: Buffer;
};

/** What a function works with. */
export type Tools = {
	readonly log: Log;
	readonly records: Records;
	/** Calls another function of the service by its name and returns its answer. */
	readonly call: (name: string, payload: unknown) => Promise<unknown>;
	/** Sends a line of text to the incoming webhook at `NOTIFY_WEBHOOK_URL`, or to the log where none is configured. */
	readonly notify: (text: string) => Promise<void>;
};

/** Gives an event its type. Only the chains may call this (a test says so). */
export function webhookEvent<Payload>(fields: Omit<WebhookEvent<Payload>, typeof authentic>): WebhookEvent<Payload> {
	// Sound because the mark exists in the type only.
	return fields as WebhookEvent<Payload>;
}
