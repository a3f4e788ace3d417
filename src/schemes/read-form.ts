import { isUtf8 } from 'node:buffer';

/** A sender of forms has tens. Without a bound, 1 MB of small ones takes ten times as long to refuse as 1 MB of anything else. */
const mostFields = 1000;

/**
 * The decoded fields of an `application/x-www-form-urlencoded` body, in order of their first sight.
 * @returns `undefined` when there are more than 1000, and when bytes or escapes are no UTF-8: two such bodies could decode to the same text, and share a signature
 */
export function readForm(body: Buffer): ReadonlyMap<string, readonly string[]> | undefined {
	if (!isUtf8(body)) return undefined;
	const items = body.toString().split('&', mostFields + 1);
	if (items.length > mostFields) return undefined;
	const fields = new Map<string, string[]>();
	try {
		for (const item of items) {
			if (item === '') continue;
			const [name, value] = readField(item);
			const values = fields.get(name);
			if (values) values.push(value);
			else fields.set(name, [value]);
		}
	} catch {
		return undefined;
	}
	return fields;
}

/** Cut once: a body of nothing but equal signs must not become a list of a million texts. */
function readField(item: string): readonly [name: string, value: string] {
	const mark = item.indexOf('=');
	return mark < 0 ? [unescapeText(item), ''] : [unescapeText(item.slice(0, mark)), unescapeText(item.slice(mark + 1))];
}

/** @throws {URIError} when the escapes are no UTF-8 */
function unescapeText(text: string): string {
	const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
	return spaced.includes('%') ? decodeURIComponent(spaced) : spaced;
}
