import type { Disbelief } from '../webhook/scheme.ts';

/** How a sender writes the time that it signs. */
export type Clock = {
	/** Milliseconds since the epoch, as text. */
	readonly print: (milliseconds: number) => string;
	/** Milliseconds since the epoch; `undefined` for any other text. */
	readonly read: (text: string) => number | undefined;
	/** What is left of a time that was printed. */
	readonly cut: (milliseconds: number) => number;
};

/** A whole number in one spelling: no sign, no leading zero, no fraction. */
function whole(pattern: RegExp, size: number): Clock {
	return {
		print: (milliseconds) => String(Math.floor(milliseconds / size)),
		read: (text) => (pattern.test(text) ? Number(text) * size : undefined),
		cut: (milliseconds) => Math.floor(milliseconds / size) * size,
	};
}

const rfc3339Text = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

function printRfc3339(milliseconds: number): string {
	const date = new Date(milliseconds);
	// `toISOString` throws for what is no time.
	return Number.isNaN(date.getTime()) ? String(milliseconds) : date.toISOString();
}

function readRfc3339(text: string): number | undefined {
	const time = rfc3339Text.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(time) ? undefined : time;
}

export const clocks = {
	/** Unix seconds. */
	seconds: whole(/^[1-9][0-9]{0,11}$/, 1000),
	/** Unix milliseconds, of any time since 2001: fewer digits are seconds. */
	milliseconds: whole(/^[1-9][0-9]{12,14}$/, 1),
	/** RFC 3339, section 5.6. */
	rfc3339: {
		print: printRfc3339,
		read: readRfc3339,
		cut: Number,
	},
	/** The same in UTC, without the letter that says so. */
	zoneless: {
		print: (milliseconds: number) => printRfc3339(milliseconds).replace(/Z$/, ''),
		read: (text: string) => readRfc3339(`${text}Z`),
		cut: Number,
	},
} as const satisfies Readonly<Record<string, Clock>>;

export type ClockName = keyof typeof clocks;

type Reading = {
	/** How it is written. */
	readonly clock: Clock;
	/** When the delivery came; milliseconds since the epoch. */
	readonly receivedAt: number;
	/** Seconds, inclusive, in both directions. */
	readonly tolerance: number;
};

/** Why the time is not believed, or `undefined`. */
export function checkTime(text: string | undefined, { clock, receivedAt, tolerance }: Reading): Disbelief | undefined {
	const time = text === undefined ? undefined : clock.read(text);
	if (time === undefined) return 'timestamp-malformed';
	// As the sender would write it, so that both are cut in the same place.
	const age = clock.cut(receivedAt) - time;
	if (Number.isNaN(age)) return 'timestamp-malformed';
	if (age > tolerance * 1000) return 'timestamp-stale';
	if (age < -tolerance * 1000) return 'timestamp-future';
	return undefined;
}
