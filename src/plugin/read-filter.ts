import { isIP } from 'node:net';
import type { Filter } from '../webhook/source.ts';
import { Mistake } from './mistake.ts';
import { suggest } from './nearest.ts';
import { type Config, readConfig } from './read-config.ts';

/** AWS allows a pattern as many characters. */
const longest = 2048;

/**
 * The `filter` of a `webhook` event: an EventBridge pattern for the payload.
 * @throws {Mistake} that names the function, the field and the operator
 */
export function readFilter(value: unknown, where: string): Filter {
	if (JSON.stringify(value ?? null).length > longest) throw new Mistake(`${where}: it is over ${longest} characters of JSON`);
	readFields(value, where);
	return readConfig(value, where);
}

function readFields(value: unknown, where: string): void {
	const fields = Object.entries(readConfig(value, where));
	if (fields.length === 0) throw new Mistake(`${where}: it must name a field`);
	for (const [field, wanted] of fields) {
		const place = `${where}.${field}`;
		if (field === '$or') readAlternatives(wanted, place);
		else if (isMap(wanted)) readFields(wanted, place);
		else if (!Array.isArray(wanted) || wanted.length === 0)
			throw new Mistake(`${place}: it must be a list of values and tests, or a map of fields`);
		else for (const test of wanted) readTest(test, place);
	}
}

function readAlternatives(value: unknown, where: string): void {
	if (!Array.isArray(value) || value.length < 2) throw new Mistake(`${where}: it must be a list of two patterns or more`);
	for (const each of value) readFields(each, where);
}

function readTest(test: unknown, where: string): void {
	if (!isMap(test)) {
		if (test === null || ['string', 'number', 'boolean'].includes(typeof test)) return;
		throw new Mistake(`${where}: a value must be a text, a number, true, false or null`);
	}
	const [operator, ...more] = Object.keys(test);
	if (operator === undefined || more.length > 0)
		throw new Mistake(`${where}: a test has one operator, not ${more.length === 0 ? 'none' : `${[operator, ...more].join(' and ')}`}`);
	const read = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
	if (read === undefined) throw new Mistake(`${where}: unknown operator "${operator}"${suggest(operator, Object.keys(operators))}`);
	const problem = read(test[operator]);
	if (problem !== undefined) throw new Mistake(`${where}: ${operator} must be ${problem}`);
}

/** Each says what its operand must be when it is something else. */
const operators: Readonly<Record<string, (operand: unknown) => string | undefined>> = {
	prefix: (operand) => when(!isText(operand) && !isIgnoringCase(operand), 'a text that is not empty, or { equals-ignore-case: … }'),
	suffix: (operand) => when(!isText(operand) && !isIgnoringCase(operand), 'a text that is not empty, or { equals-ignore-case: … }'),
	'equals-ignore-case': (operand) => when(typeof operand !== 'string', 'a text'),
	wildcard: (operand) =>
		when(!isWildcard(operand), String.raw`a text in which no two stars follow one another, and \ stands before * or \ only`),
	numeric: (operand) => when(!isNumeric(operand), "a list such as ['>', 0, '<=', 5]"),
	exists: (operand) => when(typeof operand !== 'boolean', 'true or false'),
	cidr: (operand) => when(!isRange(operand), 'a range such as 203.0.113.0/24'),
	'anything-but': (operand) =>
		when(
			!isExclusion(operand),
			'a text, a number, a list of one of them, or a prefix, suffix, equals-ignore-case or wildcard of one text or a list',
		),
};

function when(wrong: boolean, needed: string): string | undefined {
	return wrong ? needed : undefined;
}

function isIgnoringCase(operand: unknown): boolean {
	return isMap(operand) && Object.keys(operand).join() === 'equals-ignore-case' && isText(operand['equals-ignore-case']);
}

function isWildcard(operand: unknown): boolean {
	return isText(operand) && /^(?:[^*\\]|\\[*\\]|\*(?!\*))+$/.test(operand);
}

function isNumeric(operand: unknown): boolean {
	if (!Array.isArray(operand) || ![2, 4].includes(operand.length)) return false;
	const signs = operand.filter((_, at) => at % 2 === 0).join();
	return /^(=|[<>]=?|>=?,<=?)$/.test(signs) && operand.every((each, at) => at % 2 === 0 || Number.isFinite(each));
}

function isRange(operand: unknown): boolean {
	if (typeof operand !== 'string') return false;
	const [network = '', bits = '', ...rest] = operand.split('/');
	const version = isIP(network);
	return version !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}

function isExclusion(operand: unknown): boolean {
	if (!isMap(operand)) return isListOf(operand, (each) => typeof each === 'string') || isListOf(operand, Number.isFinite);
	const [[operator = '', expected] = [], ...more] = Object.entries(operand);
	if (more.length > 0) return false;
	if (operator === 'wildcard') return isListOf(expected, isWildcard);
	return ['prefix', 'suffix', 'equals-ignore-case'].includes(operator) && isListOf(expected, isText);
}

/** One of them will do. */
function isListOf(operand: unknown, is: (each: unknown) => boolean): boolean {
	return Array.isArray(operand) ? operand.length > 0 && operand.every(is) : is(operand);
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}

function isMap(value: unknown): value is Config {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
