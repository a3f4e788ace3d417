import { isUtf8 } from 'node:buffer';

/**
 * The decoded fields of an `application/x-www-form-urlencoded` body, in order of their first sight.
 * @returns `undefined` when bytes or escapes are no UTF-8: two such bodies could decode to the same text, and share a signature
 */
export function readForm(body: Buffer): ReadonlyMap<string, readonly string[]> | undefined {
	if (!isUtf8(body)) return undefined;
	const fields = new Map<string, string[]>();
	try {
		for (const item of body.toString().split('&')) {
			if (item === '') continue;
			const [name = '', ...value] = item.split('=').map(unescapeText);
			const values = fields.get(name);
			if (values) values.push(value.join('='));
			else fields.set(name, [value.join('=')]);
		}
	} catch {
		return undefined;
	}
	return fields;
}

/** @throws {URIError} when the escapes are no UTF-8 */
function unescapeText(text: string): string {
	return decodeURIComponent(text.replaceAll('+', ' '));
}
