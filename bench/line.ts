/** One line of the bench: what was measured, beside its limit, its peers and its bar. */
export type Line = {
	/** The number of its row. */
	readonly row: number;
	readonly what: string;
	/** Ours, with its unit: `1.08x`, `21.3 KB`. */
	readonly value: string;
	/** What it is a multiple of, and how long that took. */
	readonly limit: string;
	/** What a user would pick instead, each with its value in the same unit. */
	readonly peers: string;
	readonly bar: string;
	/** By how much the bar is missed: up to 1 it is met. Absent where there is no bar. */
	readonly over?: number;
	/** With the log line on and the embedded store behind it. It has no bar. */
	readonly whole?: string;
};

/** What a row's file exports as `measure`. */
export type Measure = (options: { readonly peers: boolean }) => Promise<readonly Line[]>;

export const times = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 2 : 1)}x`;
export const micros = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} µs`;
