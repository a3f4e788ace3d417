/** A value of JSON as TypeScript, as Biome would write it on one line. */
export function literal(value: unknown): string {
	if (typeof value === 'string') return quoted(value);
	if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const fields = Object.entries(value).map(([key, one]) => `${propertyName(key)}: ${literal(one)}`);
	return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

export function propertyName(key: string): string {
	return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key);
}

function quoted(text: string): string {
	if (text.includes("'") && !text.includes('"')) return JSON.stringify(text);
	return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
