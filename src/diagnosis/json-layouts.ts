import type { Undone } from './finding.ts';

type Layout = { readonly what: string; readonly indent?: string; readonly comma?: string; readonly colon?: string };

const layouts: readonly Layout[] = [
	{ what: 'without white space', colon: ':' },
	{ what: 'with a space after commas and colons', comma: ', ' },
	{ what: 'indented by 2', indent: '  ' },
	{ what: 'indented by 4', indent: '    ' },
	{ what: 'indented by tabs', indent: '\t' },
];

type Escaping = { readonly what: string; readonly signs?: RegExp; readonly slash?: string };

/** Python and PHP escape what is not ASCII, PHP slashes too; Go and Rails what is markup. */
const escapings: readonly Escaping[] = [
	{ what: '' },
	{ what: ', non-ASCII escaped', signs: /[\u0080-\uffff]/g },
	{ what: ', slashes and non-ASCII escaped', signs: /[\u0080-\uffff]/g, slash: '\\/' },
	{ what: ', <, > and & escaped', signs: /[<>&\u2028\u2029]/g },
];

/** Fewer of a large one: each is written, and walked over once more. */
const mostLayouts = ({ length }: string) => (length > 65_536 ? 10 : 24);

/** The same JSON as others write it. Nothing is parsed: each number and word stays as it is. */
export function* jsonLayouts(text: string): Generator<Undone<{ readonly text: string }>> {
	const plain = unescaped(text);
	const [own, bare] = [text, plain].map((each) => laid(each));
	const seen = new Set([text]);
	for (const [index, { what, signs, slash = '/' }] of [{ what: '' }, ...escapings].entries())
		for (const [layout, written] of (index === 0 ? own : bare) ?? []) {
			// Signs that are escaped stand in strings alone, so this may be done to the whole.
			const slashed = written.replaceAll('/', slash);
			const escaped = signs ? slashed.replace(signs, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`) : slashed;
			if (seen.has(escaped)) continue;
			if (seen.size > mostLayouts(text)) return;
			seen.add(escaped);
			yield { what: `JSON ${layout}${what}`, text: escaped };
		}
}

/** With as few escapes as it can have. */
function unescaped(text: string): string {
	return text.replace(/\\(?:u([0-9a-fA-F]{4})|[^u])/g, (sequence, hex?: string) => {
		const sign = hex === undefined ? sequence.replace('\\/', '/') : String.fromCharCode(Number.parseInt(hex, 16));
		return /^[\p{Cc}"\\]$/u.test(sign) ? sequence : sign;
	});
}

/** The same JSON with other white space; empty where it is no object or list, and where it would be too much. */
export function layOut(text: string, layout: Omit<Layout, 'what'>): string {
	return lay(tokensOf(text.trim()), layout);
}

function laid(text: string): readonly (readonly [layout: string, written: string])[] {
	const tokens = tokensOf(text.trim());
	return layouts.flatMap((layout) => {
		const written = lay(tokens, layout);
		return written === '' ? [] : [[layout.what, written] as const];
	});
}

/** None where it is no object or list. It stops at the first thing that is no JSON. */
function tokensOf(json: string): readonly string[] {
	const token = /[\t\n\r ]*("[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]|[^\s"[\]{},:]+)/y;
	const tokens: string[] = [];
	while (token.lastIndex < json.length) {
		const [, found = ''] = token.exec(json) ?? [];
		if (found === '' || (tokens.length === 0 && found !== '{' && found !== '[')) return [];
		tokens.push(found);
	}
	return tokens;
}

/** A body of brackets would be indented into gigabytes. */
const longest = 1024 * 1024;

/** Empty where that would be too much. */
function lay(tokens: readonly string[], { indent, comma = ',', colon = ': ' }: Omit<Layout, 'what'>): string {
	let written = '';
	let depth = 0;
	let last = '';
	for (const token of tokens) {
		const closes = token === '}' || token === ']';
		const isFirst = last === '{' || last === '[';
		if (closes) depth -= 1;
		if (depth < 0 || written.length > longest) return '';
		if (indent && (closes ? !isFirst : isFirst || last === ',')) written += `\n${indent.repeat(depth)}`;
		if (token === '{' || token === '[') depth += 1;
		written += token === ',' ? comma : token === ':' ? colon : token;
		last = token;
	}
	return written;
}
