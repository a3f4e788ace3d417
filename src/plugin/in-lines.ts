const width = 100;

/** Names with commas between, in as few lines as they fill. */
export function inLines(names: readonly string[], indent: string): readonly string[] {
	const lines: string[] = [];
	for (const name of names) {
		const last = lines.at(-1);
		if (last === undefined || last.length + name.length + 2 > width) lines.push(indent + name);
		else lines[lines.length - 1] = `${last}, ${name}`;
	}
	return lines.map((line, index) => (index < lines.length - 1 ? `${line},` : line));
}
