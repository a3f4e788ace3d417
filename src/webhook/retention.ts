import type { Source } from './source.ts';

const day = 24 * 60 * 60;

/** Milliseconds for which a record is kept at least: deduplication has to outlive both a replayed signature and the sender's retries. */
export function retention(provider: { readonly scheme: { readonly tolerance?: number }; readonly retryHorizon: number }): number {
	return Math.max(2 * (provider.scheme.tolerance ?? 0), provider.retryHorizon, 7 * day) * 1000;
}

type Kept = Parameters<typeof retention>[0];

/** When an event that came then expires, and when what was sent is erased, if that is before: the rest still tells a second copy. Milliseconds since the epoch. */
export function lifeOf(
	receivedAt: number,
	source: Pick<Source, 'retention'>,
	provider: Kept,
): { readonly expiresAt: number; readonly eraseAt?: number } {
	const least = retention(provider);
	const kept = source.retention ?? least;
	return { expiresAt: receivedAt + Math.max(least, kept), ...(kept < least && { eraseAt: receivedAt + kept }) };
}
