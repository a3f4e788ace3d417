import httpJsonBodyParser from '@middy/http-json-body-parser';
import { bodyText } from '../webhook/delivery.ts';
import { MalformedBody, type Parse } from '../webhook/provider.ts';
import { redactJson } from './redact-json.ts';
import { runParser } from './run-parser.ts';

// The descriptor has chosen by media type already.
const { before } = httpJsonBodyParser({ disableContentTypeCheck: true });

/** JSON in UTF-8 (RFC 8259). Keys that could reach a prototype are refused. */
export const json: Parse = Object.assign(readJson, { redact: redactJson });

/** @throws {MalformedBody} for what is none */
export function readJson(body: Parameters<typeof bodyText>[0]): unknown {
	if (body.rawBody.length === 0) throw new MalformedBody('the body is empty');
	const text = bodyText(body);
	if (text === undefined) throw new MalformedBody('the body is not UTF-8');
	if (mayHoldForbiddenKey(text)) return runParser(before, { headers: {}, body: text, isBase64Encoded: false });
	const value = parse(text);
	if (mayBeDeep(text) && isDeep(value)) throw new MalformedBody('the body is nested too deep');
	return value;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new MalformedBody('the body is not well-formed');
	}
}

/** Values in each other; with more of them, functions that go through them, `JSON.stringify` for one, run out of stack. */
const deepest = 5_000;

/** Whether there are so many brackets, in values or in texts. Where a text is too short for that, nothing is counted. */
function mayBeDeep(text: string): boolean {
	if (text.length < 2 * deepest) return false;
	let brackets = 0;
	for (const bracket of ['[', '{']) {
		for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
			brackets += 1;
			if (brackets > deepest) return true;
		}
	}
	return false;
}

/** Level by level, because a sender chooses how deep it goes. */
function isDeep(value: unknown): boolean {
	let level = [value].filter(isObject);
	for (let depth = 0; depth <= deepest; depth += 1) {
		if (level.length === 0) return false;
		const below: Fields[] = [];
		// Without lists of keys and of values: they would take four times as long.
		for (const each of level) {
			if (Array.isArray(each)) {
				for (const inner of each) if (isObject(inner)) below.push(inner);
			} else {
				for (const key in each) if (isObject(each[key])) below.push(each[key]);
			}
		}
		level = below;
	}
	return true;
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null;
}

/** The keys that the parser refuses: this one, and `constructor` where it has the other in it. */
const forbidden = /"(?:__proto__|prototype)"/;
/** A letter of theirs, written as an escape. */
const escaped = /\\u00[567]/;

/** The parser asks about each key, and so takes six times as long. What few texts hold is looked for first, because that is fast. */
function mayHoldForbiddenKey(text: string): boolean {
	return (text.includes('proto') && forbidden.test(text)) || (text.includes('\\u00') && escaped.test(text));
}
