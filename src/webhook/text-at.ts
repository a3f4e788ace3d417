/** The value under these keys; `undefined` where there is none. Never throws, and never reads what an object inherits. */
export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
	let at = value;
	for (const key of keys) {
		if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
		at = (at as Readonly<Record<string, unknown>>)[key];
	}
	return at;
}

/**
 * An id or a type: text that is not empty, or a whole number as text. A number that JSON can't carry exactly is none, because two of them
 * could look the same.
 */
export function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
	const found = valueAt(value, ...keys);
	if (typeof found === 'string') return found || undefined;
	return Number.isSafeInteger(found) ? String(found) : undefined;
}
