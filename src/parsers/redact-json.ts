import { actOn, type Redaction, type RedactionRule, rulesUnder } from '../webhook/redaction.ts';

/**
 * Cuts values out of well-formed JSON, or puts digests in their places. What no rule is about stays letter for letter: numbers, keys given twice, white space.
 * An element of a list leaves a `null`, so that the others keep their places.
 */
export function redactJson(text: string, { rules, digest }: Redaction): string {
	// Sound because a rule has a path, so none is about the whole.
	return redactValue(text, rules, digest) ?? text;
}

/** Undefined for a value that is dropped. White space around it stays. */
function redactValue(text: string, rules: readonly RedactionRule[], digest: Redaction['digest']): string | undefined {
	if (rules.length === 0) return text;
	const value = text.trim();
	const act = actOn(rules);
	if (act === 'drop') return undefined;
	const start = text.length - text.trimStart().length;
	const around = (next: string) => text.slice(0, start) + next + text.slice(start + value.length);
	if (act === 'hash') return around(JSON.stringify(digest(textOf(value))));
	if (value.startsWith('{')) return around(`{${redactMembers(value, rules, digest)}}`);
	if (value.startsWith('[')) return around(`[${redactElements(value, rules, digest)}]`);
	return text;
}

/** A text without its quotes and escapes, so that it has one digest however it is written; anything else as it is written. */
function textOf(value: string): string {
	// Sound because what begins with a quote is a text.
	return value.startsWith('"') ? (JSON.parse(value) as string) : value;
}

function redactMembers(object: string, rules: readonly RedactionRule[], digest: Redaction['digest']): string {
	const members = itemsOf(object).map((item) => {
		const start = item.indexOf('"');
		if (start === -1) return item;
		const end = endOfText(item, start);
		const colon = item.indexOf(':', end);
		const value = redactValue(item.slice(colon + 1), rulesUnder(textOf(item.slice(start, end + 1)), rules), digest);
		return value === undefined ? undefined : item.slice(0, colon + 1) + value;
	});
	return members.filter((member) => member !== undefined).join(',');
}

function redactElements(list: string, rules: readonly RedactionRule[], digest: Redaction['digest']): string {
	const redact = (item: string, index: number) => redactValue(item, rulesUnder(String(index), rules), digest) ?? 'null';
	return itemsOf(list)
		.map((item, index) => (item.trim() === '' ? item : redact(item, index)))
		.join(',');
}

/** What is between the brackets of an object or list, cut at its own commas. A loop, because a sender chooses how deep it goes. */
function itemsOf(text: string): readonly string[] {
	const items: string[] = [];
	let depth = 0;
	let start = 1;
	for (let at = 1; at < text.length - 1; at++) {
		const unit = text[at];
		if (unit === '"') at = endOfText(text, at);
		else if (unit === '{' || unit === '[') depth++;
		else if (unit === '}' || unit === ']') depth--;
		else if (unit === ',' && depth === 0) {
			items.push(text.slice(start, at));
			start = at + 1;
		}
	}
	items.push(text.slice(start, -1));
	return items;
}

/** Where the quote is that ends the text which begins at `start`. */
function endOfText(text: string, start: number): number {
	let end = start;
	do end = text.indexOf('"', end + 1);
	while (end !== -1 && isEscaped(text, end));
	// Of what is not JSON the caller has to come to an end, too.
	return end === -1 ? text.length : end;
}

/** After an odd number of backslashes. */
function isEscaped(text: string, at: number): boolean {
	let start = at;
	while (text[start - 1] === '\\') start--;
	return (at - start) % 2 === 1;
}
