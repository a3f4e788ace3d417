/** One value for each name, joined by a comma as `StringValues.ToString()` of ASP.NET does it: for cookies too. */
export function joinHeaders(raw: readonly string[]): Record<string, string> {
	const joined: Record<string, string> = {};
	for (let at = 0; at + 1 < raw.length; at += 2) {
		const name = String(raw[at]).toLowerCase();
		const before = joined[name];
		joined[name] = before === undefined ? String(raw[at + 1]) : `${before},${raw[at + 1]}`;
	}
	return joined;
}
