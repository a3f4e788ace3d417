const day = 24 * 60 * 60;

/** Milliseconds for which a record is kept: deduplication has to outlive both a replayed signature and the sender's retries. */
export function retention(provider: { readonly scheme: { readonly tolerance?: number }; readonly retryHorizon: number }): number {
	return Math.max(2 * (provider.scheme.tolerance ?? 0), provider.retryHorizon, 7 * day) * 1000;
}
