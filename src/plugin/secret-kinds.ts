import type { SecretKind, Source } from '../webhook/source.ts';

/** The secrets that a source needs. */
export function secretKinds({ authenticate: { apiKey, bearer, basic } = {} }: Source): readonly SecretKind[] {
	const kinds: readonly (SecretKind | false)[] = [
		'WEBHOOK_SECRET',
		apiKey !== undefined && 'API_KEY',
		bearer === true && 'BEARER_TOKEN',
		basic === true && 'BASIC_AUTH',
	];
	return kinds.filter((kind) => kind !== false);
}
