import type { SecretKind, Source } from '../webhook/source.ts';

/** The secrets that a source needs. */
export function secretKinds({ authenticate: { apiKey, bearer, basic } = {}, encrypt, redact }: Source): readonly SecretKind[] {
	const kinds: readonly (SecretKind | false)[] = [
		'WEBHOOK_SECRET',
		apiKey !== undefined && 'API_KEY',
		bearer === true && 'BEARER_TOKEN',
		basic === true && 'BASIC_AUTH',
		(encrypt === true || redact?.some(({ act }) => act === 'hash') === true) && 'STORAGE_KEY',
	];
	return kinds.filter((kind) => kind !== false);
}
