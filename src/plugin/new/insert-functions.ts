import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isNode, isScalar, isSeq, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { Mistake } from '../mistake.ts';
import { afterComments, endOfLine } from './after-comments.ts';
import { entryInLine, entryLines, entryValue, type FunctionEntry, type Quotes } from './function-entry.ts';
import { columnOf, endOf, isBlock, isSpaced, quotesOf, stepOf, unfit } from './yaml-layout.ts';

/** Lines, and where in the text they go: behind the end of a line. */
type Insertion = { readonly at: number; readonly lines: readonly string[] };

/**
 * The text of serverless.yml, or of the file that stands for it, with these functions at the end of its own, and with every other byte as it was.
 * @throws {Mistake} where that can't be done, with what to write by hand
 */
export function insertFunctions(text: string, added: readonly FunctionEntry[], file = 'serverless.yml'): string {
	const before = read(text, file);
	const byHand = (why: string) => new Mistake(`${file}: "functions" ${why}, so nothing was written; ${byHandIn(why, added)}`);
	const { contents } = before;
	const pair = isMap(contents) ? contents.items.find(({ key }) => isScalar(key) && key.value === 'functions') : undefined;
	const why = pair && unfit(pair);
	if (!isMap(contents) || contents.flow || why) throw byHand(why ?? 'can not be found');
	const { at, lines } = pair ? inPair(pair, { text, root: contents, added }) : atEnd({ text, root: contents, added });
	const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
	const result = text.slice(0, at) + lines.map((line) => eol + line).join('') + text.slice(at);
	const after = parseDocument(result, options);
	if (after.errors.length > 0 || !isDeepStrictEqual(after.toJS(unlimited), withFunctions(before.toJS(unlimited), added)))
		throw byHand('is laid out in a way that is not known here');
	return result;
}

const options = { keepSourceTokens: true, merge: true, logLevel: 'error' } as const;
const unlimited = { maxAliasCount: -1 };

function read(text: string, file: string): Document {
	const document = parseDocument(text, options);
	const [error] = document.errors;
	if (error) throw new Mistake(`${file}: ${error.message.split('\n', 1).join('').replace(/:$/, '')}`);
	return document;
}

type Place = { readonly text: string; readonly root: YAMLMap; readonly added: readonly FunctionEntry[] };

function inPair({ key, value }: Pair, { text, root, added }: Place): Insertion {
	const usual = stepOf(root, 2);
	if (!isBlock(value)) {
		const at = afterComments(text, { from: endOfLine(text, isNode(key) ? endOf(key) : 0), column: usual });
		return { at, lines: added.flatMap((entry) => entryAt(entry, ' '.repeat(usual), usual)) };
	}
	const column = columnOf(value);
	const at = afterComments(text, { from: endOfLine(text, endOf(value)), column });
	const last = value.items.at(-1);
	const map = isSeq(value) ? (isMap(last) ? last : undefined) : value;
	const lead = isSeq(value) ? `${' '.repeat(column)}-`.padEnd(map ? columnOf(map) : column + 2) : ' '.repeat(column);
	const space = isSpaced(value, text) ? [''] : [];
	const quotes = quotesOf(value);
	return { at, lines: added.flatMap((entry) => [...space, ...entryAt(entry, lead, map ? stepOf(map, usual) : usual, quotes)]) };
}

function atEnd({ text, root, added }: Place): Insertion {
	const step = stepOf(root, 2);
	const lines = added.flatMap((entry) => entryAt(entry, ' '.repeat(step), step));
	return { at: text.replace(/\r?\n$/, '').length, lines: ['', 'functions:', ...lines] };
}

function entryAt(entry: FunctionEntry, lead: string, step: number, quotes: Quotes = ''): readonly string[] {
	const indent = ' '.repeat(lead.length + step);
	return [`${lead}${entry.name}:`, ...entryLines(entry, quotes).map((line) => indent + line)];
}

/** What the file has to mean afterwards. */
function withFunctions(before: Record<string, unknown>, added: readonly FunctionEntry[]): unknown {
	const entries = added.map((entry) => ({ [entry.name]: entryValue(entry) }));
	const { functions } = before;
	return { ...before, functions: Array.isArray(functions) ? [...functions, ...entries] : Object.assign({}, functions, ...entries) };
}

/** Another file may hold them, as serverless.yml does for the other clouds. */
function byHandIn(why: string, added: readonly FunctionEntry[]): string {
	const [, other] = /\$\{file\((?:\.\/)?([^$()]+)\)/.exec(why) ?? [];
	return `add ${other === undefined ? 'there' : `to ${other}`} yourself: ${added.map(entryInLine).join(', ')}`;
}
