import { isObject } from '../../clouds/http-event.ts';
import type { Headers } from '../../webhook/delivery.ts';

/** One of the events that a delivery held. */
export type ListenedEvent = { readonly id: string; readonly type: string; readonly index: number };

/** A delivery that a stage has verified, on its way to the local run. */
export type Listened = {
	readonly stage: string;
	readonly source: string;
	/** By the stage's clock. Milliseconds since the epoch. */
	readonly receivedAt: number;
	/** Without credentials, which no stage keeps. */
	readonly headers: Headers;
	readonly query: string;
	readonly traceparent: string;
	/** Base64. */
	readonly body: string;
	/** Of the bytes, hex, as the stage has recorded it. */
	readonly sha256: string;
	/** Those to be kept, which need not be all. */
	readonly events: readonly ListenedEvent[];
	/** The one function to be run; without it, each that takes the event. */
	readonly function?: string;
};

/** What became of one of them. */
export type Taken = {
	readonly id: string;
	/** `known`: it was there already. `skipped`: the one function does not take it. */
	readonly outcome: 'kept' | 'known' | 'refused' | 'skipped';
	readonly functions: readonly string[];
	/** Why it was refused. */
	readonly reason?: string;
};

export const refused = (id: string, reason: string): Taken => ({ id, outcome: 'refused', functions: [], reason });

/** `listen` hands over 200 at a time. */
const mostEvents = 1_000;

/** Undefined for what is no such delivery. */
export function readListened(input: unknown): Listened | undefined {
	if (!isObject(input)) return undefined;
	const { receivedAt, headers, events, function: name = '' } = input;
	const texts = [input.stage, input.source, input.query, input.traceparent, input.body, input.sha256, name];
	const fits =
		texts.every((text) => typeof text === 'string') &&
		Number.isSafeInteger(receivedAt) &&
		isObject(headers) &&
		Object.values(headers).every((value) => typeof value === 'string') &&
		Array.isArray(events) &&
		events.length <= mostEvents &&
		events.every(isEvent);
	// Sound because each field was looked at.
	return fits ? (input as Listened) : undefined;
}

function isEvent(event: unknown): event is ListenedEvent {
	if (!isObject(event)) return false;
	const { id, type, index } = event;
	return typeof id === 'string' && typeof type === 'string' && Number.isSafeInteger(index);
}
