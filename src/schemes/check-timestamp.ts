import type { Disbelief } from '../webhook/scheme.ts';

/** Unix seconds in the one spelling that every provider uses: no sign, no leading zero, no fraction. */
const seconds = /^[1-9][0-9]{0,11}$/;

/**
 * @param receivedAt milliseconds since the epoch
 * @param tolerance seconds, inclusive, in both directions
 * @returns why the timestamp is not believed, or `undefined`
 */
export function checkTimestamp(timestamp: string | undefined, receivedAt: number, tolerance: number): Disbelief | undefined {
	if (timestamp === undefined || !seconds.test(timestamp)) return 'timestamp-malformed';
	const age = toSeconds(receivedAt) - Number(timestamp);
	if (age > tolerance) return 'timestamp-stale';
	if (age < -tolerance) return 'timestamp-future';
	return undefined;
}

/** Milliseconds since the epoch to whole seconds. */
export function toSeconds(milliseconds: number): number {
	return Math.floor(milliseconds / 1000);
}
