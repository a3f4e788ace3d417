import { suggest } from './nearest.ts';
import type { Providers } from './read-source.ts';

/** What many names have, and so says nothing. */
const common = new Set(['api', 'com', 'io', 'events', 'webhook', 'webhooks']);

/** The id of the provider that goes by the words of a name, its own or those of what it is called: `meta` for whatsapp, `stripe` for stripe-eu. */
export function providerByWords(wrong: string, providers: Providers): string | undefined {
	return ranked(wrong, providers)[0]?.id;
}

/** As `suggest`, by words before it is by letters: `sns` is rather `aws-sns` than `snyk`. `others` are names besides those of providers. */
export function suggestProvider(wrong: string, providers: Providers, others: readonly string[] = []): string {
	const [best] = ranked(wrong, providers);
	if (best?.whole) return `; did you mean "${best.id}"?`;
	const spelled = suggest(wrong, [...new Set([...others, ...Object.keys(providers)])]);
	if (!spelled.startsWith('; the nearest')) return spelled;
	return best ? `; the nearest is "${best.id}"` : '; src/providers has all that there are';
}

type Kin = { readonly id: string; readonly whole: boolean; readonly shared: number; readonly words: number };

function ranked(wrong: string, providers: Providers): readonly Kin[] {
	const asked = wordsOf(wrong);
	const kin = Object.entries(providers).map(([id, provider]): Kin => {
		const own = wordsOf('name' in provider ? `${id} ${provider.name}` : id);
		const shared = asked.filter((word) => own.includes(word)).length;
		const joined = own.some((_, at) => own.slice(at).some((_, more) => own.slice(at, at + more + 1).join('') === asked.join('')));
		return { id, whole: joined || shared === asked.length, shared: joined ? asked.length : shared, words: own.length };
	});
	return kin.filter(({ shared }) => shared > 0).sort((a, b) => b.shared - a.shared || a.words - b.words);
}

function wordsOf(name: string): readonly string[] {
	const words = name.toLowerCase().split(/[^a-z0-9]+/);
	return [...new Set(words)].filter((word) => word !== '' && !common.has(word));
}
