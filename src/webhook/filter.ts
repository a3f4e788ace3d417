import { BlockList, isIP } from 'node:net';
import type { Filter } from './source.ts';

/**
 * Whether a payload is what an EventBridge pattern describes. The pattern is one that the plugin has checked.
 * As EventBridge has it: a field that holds a list matches when one of its values does, and a test never sees an object, only what is in it.
 * One simplification: of a list of objects, one object alone has to match what the pattern says about the objects.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matches(filter: Filter, payload: unknown): boolean {
	return Object.entries(filter).every(([field, wanted]) => {
		if (field === '$or') return list(wanted).some((each) => isObject(each) && matches(each, payload));
		const value = isObject(payload) && Object.hasOwn(payload, field) ? payload[field] : undefined;
		if (Array.isArray(wanted)) return wanted.some((test) => passes(test, leavesOf(value)));
		return isObject(wanted) && objectsOf(value).some((each) => matches(wanted, each));
	});
}

/** Deeper lists than anybody means are left alone, so that a sender can't choose how deep this goes. */
const deepestList = 8;

function leavesOf(value: unknown): readonly unknown[] {
	if (value === undefined) return [];
	return [value].flat(deepestList).filter((each) => !isObject(each) && !Array.isArray(each));
}

/** What has no fields is matched too: then each of them is absent, which is what `exists: false` asks for. */
function objectsOf(value: unknown): readonly unknown[] {
	const all = Array.isArray(value) ? value.flat(deepestList) : [value];
	return all.length === 0 ? [undefined] : all;
}

function passes(test: unknown, leaves: readonly unknown[]): boolean {
	if (!isObject(test)) return leaves.includes(test);
	if ('exists' in test) return leaves.length > 0 === test.exists;
	return leaves.some((leaf) => compares(test, leaf));
}

type Test = (expected: unknown, leaf: unknown) => boolean;

const onText =
	(compare: (text: string, expected: string) => boolean): Test =>
	(expected, leaf) =>
		typeof leaf === 'string' &&
		list(expected).some((each) => {
			if (!isObject(each)) return compare(leaf, String(each));
			return compare(leaf.toLowerCase(), String(each['equals-ignore-case']).toLowerCase());
		});

const tests: Readonly<Record<string, Test>> = {
	prefix: onText((text, start) => text.startsWith(start)),
	suffix: onText((text, end) => text.endsWith(end)),
	wildcard: onText(fitsWildcard),
	'equals-ignore-case': onText((text, other) => text.toLowerCase() === other.toLowerCase()),
	numeric: (expected, leaf) => typeof leaf === 'number' && isBetween(list(expected), leaf),
	cidr: (expected, leaf) => typeof leaf === 'string' && isInRange(String(expected), leaf),
	'anything-but': (expected, leaf) => (isObject(expected) ? !compares(expected, leaf) : !list(expected).includes(leaf)),
};

function compares(test: Readonly<Record<string, unknown>>, leaf: unknown): boolean {
	return Object.entries(test).every(([operator, expected]) => tests[operator]?.(expected, leaf) ?? false);
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
	'<': (a, b) => a < b,
	'<=': (a, b) => a <= b,
	'=': (a, b) => a === b,
	'>=': (a, b) => a >= b,
	'>': (a, b) => a > b,
};

function isBetween(bounds: readonly unknown[], value: number): boolean {
	return bounds.every((bound, at) => typeof bound !== 'string' || (comparisons[bound]?.(value, Number(bounds[at + 1])) ?? false));
}

function isInRange(range: string, address: string): boolean {
	const family = isIP(address);
	const [network = '', bits = ''] = range.split('/');
	if (family === 0 || family !== isIP(network)) return false;
	const type = family === 6 ? 'ipv6' : 'ipv4';
	const block = new BlockList();
	block.addSubnet(network, Number(bits), type);
	return block.check(address, type);
}

/** The first place of each part after the one before it: no part is looked for twice, so nobody's text makes this slow. */
function fitsWildcard(text: string, pattern: string): boolean {
	const parts = wildcardParts(pattern);
	const [first = ''] = parts;
	const last = parts.at(-1) ?? '';
	if (parts.length === 1) return text === first;
	if (!text.startsWith(first)) return false;
	let at = first.length;
	for (const part of parts.slice(1, -1)) {
		const found = text.indexOf(part, at);
		if (found < 0) return false;
		at = found + part.length;
	}
	return text.length - last.length >= at && text.endsWith(last);
}

/** The literal parts between the stars. `\*` is a star, and `\\` a backslash. */
export function wildcardParts(pattern: string): readonly string[] {
	const parts = [''];
	for (let at = 0; at < pattern.length; at++) {
		if (pattern[at] === '*') parts.push('');
		else {
			if (pattern[at] === '\\') at++;
			parts.push((parts.pop() ?? '') + (pattern[at] ?? ''));
		}
	}
	return parts;
}

function list(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [value];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
