import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';

/** A function that serverless.yml is to have. Without a type, it is the endpoint of its source. */
export type FunctionEntry = {
	readonly name: string;
	readonly handler: string;
	readonly source: string;
	readonly type?: string;
	readonly ack?: string;
};

export type Quotes = '' | "'" | '"';

/** What the entry means, as osls reads it. */
export function entryValue({ handler, source, type, ack }: FunctionEntry) {
	return { handler, events: [{ webhook: type === undefined ? source : { source, type, ...(ack !== undefined && { ack }) } }] };
}

/** The lines of the entry below its name. */
export function entryLines({ handler, source, type, ack }: FunctionEntry, quotes: Quotes): readonly string[] {
	const text = (value: string) => quoted(value, quotes);
	const route = [`source: ${text(source)}`, `type: ${text(type ?? '')}`, ...(ack === undefined ? [] : [`ack: ${text(ack)}`])];
	const webhook = type === undefined ? text(source) : `{ ${route.join(', ')} }`;
	return [`handler: ${text(handler)}`, `events: [{ webhook: ${webhook} }]`];
}

/** The entry on one line, for whoever has to write it. */
export function entryInLine(entry: FunctionEntry): string {
	return `${entry.name}: { ${entryLines(entry, '').join(', ')} }`;
}

/** In the quotes that the file has around such values, and in any where it would be read otherwise without. */
function quoted(value: string, quotes: Quotes): string {
	if (quotes === '' && isPlain(value)) return value;
	return quotes === '"' ? JSON.stringify(value) : `'${value.replaceAll("'", "''")}'`;
}

function isPlain(value: string): boolean {
	try {
		return isDeepStrictEqual(parse(`[{ a: ${value} }]`, { version: '1.1', logLevel: 'error' }), [{ a: value }]);
	} catch {
		return false;
	}
}
