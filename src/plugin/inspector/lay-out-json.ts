/** Strings whole, marks one by one, and what stands between them: numbers and words. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** JSON with one member a line. Every token stays as it was written: `1.0` and numbers of twenty digits too. Undefined for what is no object or array in JSON. */
export function layOutJson(text: string): string | undefined {
	if (!/^\s*[{[]/.test(text) || !isJson(text)) return undefined;
	const tokens = text.match(token) ?? [];
	let depth = 0;
	let out = '';
	for (const [index, each] of tokens.entries()) {
		if (each === '}' || each === ']') {
			depth -= 1;
			out += isEmpty(tokens[index - 1]) ? each : `${newLine(depth)}${each}`;
		} else if (each === '{' || each === '[') {
			depth += 1;
			out += tokens[index + 1] === closing[each] ? each : `${each}${newLine(depth)}`;
		} else if (each === ',') out += `,${newLine(depth)}`;
		else out += each === ':' ? ': ' : each;
	}
	return out;
}

const closing: Readonly<Record<string, string>> = { '{': '}', '[': ']' };
const isEmpty = (before: string | undefined) => before === '{' || before === '[';
const newLine = (depth: number) => `\n${'  '.repeat(depth)}`;

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}
