/**
 * Where the comments below a block end that are a part of it. One that is less indented belongs to what follows, and so does one that stands right above the next
 * key, unless it is indented more than the block.
 */
export function afterComments(text: string, { from, column }: { readonly from: number; readonly column: number }): number {
	let end = from;
	let open = from;
	for (let start = text.indexOf('\n', from) + 1; start > 0 && start < text.length; ) {
		const next = text.indexOf('\n', start) + 1;
		const line = text.slice(start, next || text.length).replace(/\r?\n$/, '');
		const indent = line.search(/\S/);
		if (indent >= 0 && line[indent] !== '#') return end;
		// At the very left nothing tells whose it is.
		if (indent >= 0 && indent < Math.max(column, 1)) return open;
		if (indent >= 0) open = start + line.length;
		if (indent !== column) end = open;
		start = next;
	}
	return open;
}

/** The end of the line that holds this place; of the line before, where it begins one: a text in a block ends behind its last line break. */
export function endOfLine(text: string, at: number): number {
	const end = at > 0 && text[at - 1] === '\n' ? at - 1 : text.indexOf('\n', at);
	if (end < 0) return text.length;
	return text[end - 1] === '\r' ? end - 1 : end;
}
