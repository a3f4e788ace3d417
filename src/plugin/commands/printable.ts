/** Control characters, other line breaks, and marks that turn the direction of writing. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text for a terminal: a sender's id, type or body must not be able to steer it. What could reads as in JSON (`\u001b`); line breaks and tabs stay. */
export function printable(text: string): string {
	return text.replace(unprintable, (character) => (character === '\n' || character === '\t' ? character : escaped(character)));
}

/** The same for a cell of a table, which is one line. */
export function printableLine(text: string): string {
	return text.replace(unprintable, escaped);
}

function escaped(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
