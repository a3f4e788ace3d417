import { providers } from '../providers/providers.ts';
import { lifeOf } from '../webhook/retention.ts';
import type { Routes } from '../webhook/source.ts';
import { providerOf } from './provider-of.ts';

/** Milliseconds for which the longest-lived record of any source is kept. */
export function retentionOf({ sources }: Pick<Routes, 'sources'>): number {
	const lives = Object.values(sources).map((source) => {
		const provider = providerOf(source, providers);
		return provider === undefined ? 0 : lifeOf(0, source, provider).expiresAt;
	});
	return Math.max(0, ...lives);
}
