import type { Provider } from '../webhook/provider.ts';
import { retiredName, type SecretKind, type Source } from '../webhook/source.ts';

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

const rotating = /_WEBHOOK_SECRET$/;

/** Under which a secret is read: its previous value is valid too, while it rotates; a retired one never is, and only tells what was signed with it. */
export function namesOf(name: string): readonly string[] {
	return [name, previousOf(name), ...(rotating.test(name) ? [retiredName(name)] : [])];
}

export const previousOf = (name: string) => `${name}_PREVIOUS`;

/** Whether it is the value of a time before, which may come and go while functions run. */
export function isFormer(name: string): boolean {
	return /_(PREVIOUS|RETIRED)$/.test(name);
}
