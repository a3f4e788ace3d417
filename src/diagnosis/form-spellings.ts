import type { Undone } from './finding.ts';

const longest = 64 * 1024;

const strict = (text: string) => encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
const upper = (text: string) => text.replace(/%[0-9a-f]{2}/gi, (octet) => octet.toUpperCase());
const lower = (text: string) => text.replace(/%[0-9a-f]{2}/gi, (octet) => octet.toLowerCase());
const plus = (encoded: string) => encoded.replaceAll('%20', '+');

/** The same form as others write it; of a long one, nothing but how its spaces and escapes are written. */
export function* formSpellings(text: string): Generator<Undone<{ readonly text: string }>> {
	for (const [what, write] of text.length > longest ? simple : [...simple, ...anew]) {
		const written = write(text);
		if (written !== text) yield { what: `a form ${what}`, text: written };
	}
}

type Spelling = readonly [what: string, write: (text: string) => string];

const simple: readonly Spelling[] = [
	['with + for a space', plus],
	['with %20 for a space', (text) => text.replaceAll('+', '%20')],
	['with escapes in capitals', upper],
	['with escapes in small letters', lower],
];

const anew: readonly Spelling[] = [
	['as browsers write it', (text) => spelled(text, (part) => new URLSearchParams([[part, '']]).toString().slice(0, -1))],
	['as encodeURIComponent writes it', (text) => spelled(text, encodeURIComponent)],
	['as encodeURIComponent writes it, with + for a space', (text) => plus(spelled(text, encodeURIComponent))],
	['with all signs escaped', (text) => upper(spelled(text, strict))],
	['with all signs escaped and + for a space', (text) => plus(upper(spelled(text, strict)))],
];

/** As it is where it holds what is no escape: a parser would have refused it, and each failure is dear. */
function spelled(text: string, encode: (part: string) => string): string {
	if (/%(?![0-9a-f]{2})/i.test(text)) return text;
	const part = (written: string) => encode(decoded(written));
	return text
		.split('&')
		.map((pair) => pair.split('=').map(part).join('='))
		.join('&');
}

function decoded(part: string): string {
	try {
		return decodeURIComponent(part.replaceAll('+', ' '));
	} catch {
		return part;
	}
}
