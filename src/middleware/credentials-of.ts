import type { Passage } from './step.ts';

const always = ['authorization', 'cookie', 'proxy-authorization'];

/**
 * Some senders sign a delivery once more in a header that the scheme does not look at: an older form, or their own name for it. Some send a secret beside it, as
 * GitLab does with `X-Gitlab-Token`. One has sent the secret itself for months: https://support.circleci.com/hc/en-us/articles/49131607657243
 * A token for idempotency is an id.
 */
const telling =
	/(^|-)(signature(-(v?[0-9]+|sha[0-9]+|ed25519|primary|secondary))?|sig|hmac-sha[0-9]+|authorization-digest|secret|(?<!idempotency-)token|api-?key)$/;

/** Tells a header that may prove who sends, by its name in lower case. */
export function credentialsOf({ provider, source }: Pick<Passage, 'provider' | 'source'>): (name: string) => boolean {
	const { credentials } = provider.scheme;
	return (name) => always.includes(name) || credentials.includes(name) || name === source.authenticate?.apiKey || isTelling(name);
}

/** A sender's deliveries have the same headers, but anybody may make up names. */
const mostNames = 256;
const tells = new Map<string, boolean>();

function isTelling(name: string): boolean {
	const known = tells.get(name);
	if (known !== undefined) return known;
	if (tells.size === mostNames) tells.clear();
	const own = telling.test(name);
	tells.set(name, own);
	return own;
}
