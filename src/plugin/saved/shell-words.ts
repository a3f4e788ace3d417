import { Mistake } from '../mistake.ts';

const simpleEscapes: Readonly<Record<string, string>> = {
	n: '\n',
	t: '\t',
	r: '\r',
	a: '\x07',
	b: '\b',
	e: '\x1b',
	f: '\f',
	v: '\v',
	'0': '\0',
};

/** What a quote takes: the text up to its end, and where it goes on. */
type Taken = { readonly text: string; readonly end: number };

/**
 * The words of a command as bash reads them, up to a pipe or the end of the command. Each character is one byte, so that `$'\xff'` stays what it is.
 * https://www.gnu.org/software/bash/manual/html_node/Quoting.html
 * @throws {Mistake} for a quote without an end
 */
export function shellWords(command: string): readonly string[] {
	const words: string[] = [];
	let word: string | undefined;
	let at = 0;
	while (at < command.length) {
		const sign = command.charAt(at);
		const quote = quoteAt(command, at);
		if (quote !== undefined) {
			// A line that goes on is no word.
			if (sign !== '\\' || quote.text !== '') word = (word ?? '') + quote.text;
			at = quote.end;
		} else if (/[\s|;&<>]/.test(sign)) {
			if (word !== undefined) words.push(word);
			word = undefined;
			if (/[|;&<>]/.test(sign)) return words;
			at += 1;
		} else {
			word = (word ?? '') + sign;
			at += 1;
		}
	}
	return word === undefined ? words : [...words, word];
}

function quoteAt(command: string, at: number): Taken | undefined {
	const sign = command.charAt(at);
	if (sign === "'") return upTo(command, at + 1, "'", () => undefined);
	if (sign === '"') return upTo(command, at + 1, '"', (next) => (next === '\n' ? '' : /["\\$`]/.test(next) ? next : undefined));
	if (command.startsWith("$'", at)) return ansiQuote(command, at + 2);
	if (sign !== '\\') return undefined;
	const isLine = /^\r?\n/.exec(command.slice(at + 1, at + 3));
	return isLine ? { text: '', end: at + 1 + isLine[0].length } : { text: command.charAt(at + 1), end: at + 2 };
}

/** `escaped` says what a sign after a backslash stands for, if anything. */
function upTo(command: string, start: number, end: string, escaped: (next: string) => string | undefined): Taken {
	let text = '';
	for (let at = start; at < command.length; at += 1) {
		const sign = command.charAt(at);
		if (sign === end) return { text, end: at + 1 };
		const meant = sign === '\\' ? escaped(command.charAt(at + 1)) : undefined;
		text += meant ?? sign;
		if (meant !== undefined) at += 1;
	}
	throw new Mistake(`--file: the curl command has a ${end} without its end`);
}

function ansiQuote(command: string, start: number): Taken {
	let text = '';
	for (let at = start; at < command.length; at += 1) {
		const sign = command.charAt(at);
		if (sign === "'") return { text, end: at + 1 };
		if (sign !== '\\') {
			text += sign;
			continue;
		}
		const [sequence = '', octal, hex, unicode] =
			/^(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|[uU]([0-9a-fA-F]{1,8}))/.exec(command.slice(at + 1, at + 10)) ?? [];
		const next = command.charAt(at + 1);
		if (octal) text += String.fromCharCode(Number.parseInt(octal, 8) & 255);
		else if (hex) text += String.fromCharCode(Number.parseInt(hex, 16));
		else if (unicode) text += utf8(Number.parseInt(unicode.slice(0, next === 'u' ? 4 : 8), 16));
		else text += simpleEscapes[next] ?? (/['"\\?]/.test(next) ? next : `\\${next}`);
		at += unicode && next === 'u' ? Math.min(sequence.length, 5) : sequence.length || 1;
	}
	throw new Mistake("--file: the curl command has a $' without its end");
}

function utf8(point: number): string {
	return Buffer.from(String.fromCodePoint(point > 0x10ffff ? 0xfffd : point)).toString('latin1');
}
