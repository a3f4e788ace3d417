import type { Headers } from '../webhook/delivery.ts';

/** From Node's flat list of names and values: its own object drops some duplicates. */
export function joinHeaders(raw: readonly string[]): Headers {
	const joined = new Map<string, string>();
	for (let index = 0; index + 1 < raw.length; index += 2) {
		const name = String(raw[index]).toLowerCase();
		const value = String(raw[index + 1]);
		const before = joined.get(name);
		joined.set(name, before === undefined ? value : `${before}${name === 'cookie' ? ';' : ','}${value}`);
	}
	return Object.fromEntries(joined);
}
