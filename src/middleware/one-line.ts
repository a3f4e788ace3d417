/** A sender's id may be as long as its body. */
const longest = 200;

/** Of an error only the first line: what comes after is a stack, or a quotation. */
export function oneLine(text: string): string {
	return text.split('\n', 1).join('').slice(0, longest);
}
