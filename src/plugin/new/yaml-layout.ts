import { isAlias, isCollection, isMap, isNode, isPair, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Quotes } from './function-entry.ts';

/** The column at which the keys or dashes of a block stand. */
export function columnOf({ srcToken }: Node): number {
	return srcToken !== undefined && 'indent' in srcToken ? srcToken.indent : 0;
}

/** How far what is nested is indented; `usual` where nothing is. */
export function stepOf(parent: Node, usual: number): number {
	const nested = isMap(parent) ? parent.items.map(({ value }) => value).filter((value) => isBlock(value) && isMap(value)) : [];
	const last = nested.at(-1);
	return isNode(last) ? columnOf(last) - columnOf(parent) : usual;
}

export function isBlock(node: unknown): node is YAMLMap | YAMLSeq {
	return isCollection(node) && node.flow !== true && node.items.length > 0;
}

/** Where the last value of a block ends, without what only stands below it. */
export function endOf(node: unknown): number {
	if (isPair(node)) return Math.max(endOf(node.key), endOf(node.value));
	if (isBlock(node)) return endOf(node.items.at(-1));
	return isNode(node) ? (node.range?.[1] ?? 0) : 0;
}

/** The quotes around the handler of the last function that has one. */
export function quotesOf(functions: Node): Quotes {
	const handlers = maps(functions).flatMap((map) =>
		map.items.flatMap(({ value }) => (isMap(value) ? [value.get('handler', true)] : [])).filter((value) => isScalar(value)),
	);
	const { type } = handlers.at(-1) ?? {};
	return type === 'QUOTE_DOUBLE' ? '"' : type === 'QUOTE_SINGLE' ? "'" : '';
}

function maps(functions: Node): readonly YAMLMap[] {
	if (isSeq(functions)) return functions.items.filter((item) => isMap(item));
	return isMap(functions) ? [functions] : [];
}

/** Whether most of the items have an empty line before them. */
export function isSpaced({ items }: YAMLMap | YAMLSeq, text: string): boolean {
	const gaps = items.slice(1).map((item, index) => text.slice(endOf(items[index]), startOf(item)));
	return gaps.filter((gap) => /\n[ \t]*\r?\n/.test(gap)).length * 2 > gaps.length;
}

function startOf(item: unknown): number {
	const node: unknown = isPair(item) ? item.key : item;
	return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

/** In how few words a value can't be added to; undefined where it can. */
export function unfit({ value }: Pair): string | undefined {
	if (isAlias(value)) return `stands elsewhere (*${value.source})`;
	if (isCollection(value)) return value.flow === true ? `is written in ${isMap(value) ? '{ }' : '[ ]'}` : undefined;
	if (!isScalar(value) || (value.value === null && !value.source)) return undefined;
	return `is ${String(value.source ?? value.value)}`;
}
