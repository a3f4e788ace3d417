import type { Undone } from './finding.ts';

const strict = (text: string) => encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
const upper = (text: string) => text.replace(/%[0-9a-f]{2}/gi, (octet) => octet.toUpperCase());
const lower = (text: string) => text.replace(/%[0-9a-f]{2}/gi, (octet) => octet.toLowerCase());

/** The same form as others write it. */
export function* formSpellings(text: string): Generator<Undone<{ readonly text: string }>> {
	const spelled = (encode: (part: string) => string) =>
		text
			.split('&')
			.map((pair) =>
				pair
					.split('=')
					.map((part) => encode(decoded(part)))
					.join('='),
			)
			.join('&');
	const plus = (encoded: string) => encoded.replaceAll('%20', '+');
	const all: readonly (readonly [string, string])[] = [
		['with + for a space', plus(text)],
		['with %20 for a space', text.replaceAll('+', '%20')],
		['with escapes in capitals', upper(text)],
		['with escapes in small letters', lower(text)],
		['as browsers write it', spelled((part) => new URLSearchParams([[part, '']]).toString().slice(0, -1))],
		['as encodeURIComponent writes it', spelled(encodeURIComponent)],
		['as encodeURIComponent writes it, with + for a space', plus(spelled(encodeURIComponent))],
		['with all signs escaped', upper(spelled(strict))],
		['with all signs escaped and + for a space', plus(upper(spelled(strict)))],
	];
	for (const [what, written] of all) if (written !== text) yield { what: `a form ${what}`, text: written };
}

function decoded(part: string): string {
	try {
		return decodeURIComponent(part.replaceAll('+', ' '));
	} catch {
		return part;
	}
}
