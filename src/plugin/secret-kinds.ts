import type { Provider } from '../webhook/provider.ts';
import type { SecretKind, Source } from '../webhook/source.ts';

/** The secrets that a source of this provider needs. */
export function secretKinds(
	{ authenticate: { apiKey, bearer, basic } = {}, encrypt, redact }: Source,
	provider: Provider | undefined,
): readonly SecretKind[] {
	const kinds: readonly (SecretKind | false)[] = [
		'WEBHOOK_SECRET',
		provider?.handshakes?.some(({ needs }) => needs === 'VERIFY_TOKEN') === true && 'VERIFY_TOKEN',
		apiKey !== undefined && 'API_KEY',
		bearer === true && 'BEARER_TOKEN',
		basic === true && 'BASIC_AUTH',
		(encrypt === true || redact?.some(({ act }) => act === 'hash') === true) && 'STORAGE_KEY',
	];
	return kinds.filter((kind) => kind !== false);
}
