/** A path of keys; `*` is each element of a list. */
export type BodyPlace = readonly string[];

/** The values at a place; `undefined` for each that is not there. */
export function valuesAt(value: unknown, [key, ...rest]: BodyPlace): readonly unknown[] {
	if (key === undefined) return [value];
	if (key === '*') return Array.isArray(value) ? value.flatMap((item) => valuesAt(item, rest)) : [undefined];
	if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return [undefined];
	return valuesAt((value as Readonly<Record<string, unknown>>)[key], rest);
}

/** A copy in which each value at the place is what `change` makes of it. */
export function changeAt(value: unknown, [key, ...rest]: BodyPlace, change: (value: unknown) => unknown): unknown {
	if (key === undefined) return change(value);
	if (key === '*') return Array.isArray(value) ? value.map((item) => changeAt(item, rest, change)) : value;
	const fields = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
	return { ...fields, [key]: changeAt(fields[key], rest, change) };
}
