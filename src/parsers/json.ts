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
	try {
		return JSON.parse(text);
	} catch {
		throw new MalformedBody('the body is not well-formed');
	}
}

/** The keys that the parser refuses: this one, and `constructor` where it has the other in it. */
const forbidden = /"(?:__proto__|prototype)"/;
/** A letter of theirs, written as an escape. */
const escaped = /\\u00[567]/;

/** The parser asks about each key, and so takes six times as long. What few texts hold is looked for first, because that is fast. */
function mayHoldForbiddenKey(text: string): boolean {
	return (text.includes('proto') && forbidden.test(text)) || (text.includes('\\u00') && escaped.test(text));
}
