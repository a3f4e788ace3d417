import type { SigningSecret } from './evidence.ts';

/** What the sender may sign with, where this is what was set: it was copied with more around it, or with less. */
export function signingSecrets(set: string, prefix: string): readonly SigningSecret[] {
	const bare = bareSecret(set);
	const all: readonly SigningSecret[] = [
		{ code: 'secret-copied-wrongly', what: 'without the white space around it', secret: set.trim() },
		{ code: 'secret-copied-wrongly', what: 'without white space, quotes and name', secret: bare },
		{ code: 'secret-in-another-form', what: 'with its prefix', secret: prefix + bare },
		{ code: 'secret-in-another-form', what: 'without its prefix', secret: withoutPrefix(bare, prefix) },
	];
	return all.filter(({ secret }) => secret !== set);
}

export function bareSecret(set: string): string {
	return set.replace(/\s|^\s*(?:export\s)?\w+_SECRET=/g, '').replace(/^["'`](.*)["'`]$/, '$1');
}

export function withoutPrefix(bare: string, prefix: string): string {
	return bare.startsWith(prefix) ? bare.slice(prefix.length) : bare;
}
