import { MalformedBody, type Parse } from '../webhook/provider.ts';
import type { Redaction } from '../webhook/redaction.ts';
import { readJson } from './json.ts';
import { redactJson } from './redact-json.ts';

/** A sender posts some hundreds at once; a body of empty brackets must not keep us for seconds. */
const mostLines = 10_000;

/**
 * JSON lines, or one JSON value: always a list, of a value that is no list as its only item. A line that is no JSON is `null`, so that it neither loses the
 * others nor moves them. The paths of `redact` begin in that list: `*.data.email`.
 */
export const jsonLines: Parse = Object.assign(parse, { redact });

function parse({ rawBody }: Parameters<Parse>[0]): unknown {
	const whole = read(rawBody);
	if (whole !== undefined) return Array.isArray(whole) ? whole : [whole];
	const values = linesOf(rawBody).map((line) => read(line) ?? null);
	if (values.every((value) => value === null)) throw new MalformedBody('no line of the body is JSON');
	return values;
}

/** What is kept is the list, with the same items in the same places. */
function redact(text: string, redaction: Redaction): string {
	const bytes = Buffer.from(text);
	const whole = read(bytes);
	if (Array.isArray(whole)) return redactJson(text, redaction);
	const items = whole === undefined ? linesOf(bytes).map((line) => (read(line) === undefined ? 'null' : line.toString())) : [text];
	return redactJson(`[${items.join(',')}]`, redaction);
}

/** `undefined` for what is no JSON, which no JSON stands for. */
function read(bytes: Buffer): unknown {
	try {
		return readJson({ rawBody: bytes });
	} catch (error) {
		if (error instanceof MalformedBody) return undefined;
		throw error;
	}
}

/** Of bytes, so that what is no UTF-8 is a matter of its own line. None of the bytes of a character is a line feed. */
function linesOf(bytes: Buffer): readonly Buffer[] {
	const lines = bytes.toString('latin1').split('\n', mostLines + 1);
	if (lines.length > mostLines) throw new MalformedBody('the body has too many lines');
	return lines.filter((line) => line.trim() !== '').map((line) => Buffer.from(line, 'latin1'));
}
