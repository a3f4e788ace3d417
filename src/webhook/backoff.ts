import type { Retry } from './source.ts';

const longestSeconds = 15 * 60;

/**
 * Seconds before the attempt after `attempt`: doubling, at most 15 minutes, between half and all of it so that a crowd spreads out.
 * `random` is in [0, 1).
 */
export function backoff(attempt: number, retry: Retry, random: number): number {
	const full = Math.min(retry.backoff * 2 ** (attempt - 1), longestSeconds);
	return full * (0.5 + random / 2);
}
