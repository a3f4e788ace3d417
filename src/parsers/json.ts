import { isUtf8 } from 'node:buffer';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import { MalformedBody, type Parse } from '../webhook/provider.ts';
import { redactJson } from './redact-json.ts';
import { runParser } from './run-parser.ts';

// The descriptor has chosen by media type already.
const { before } = httpJsonBodyParser({ disableContentTypeCheck: true });

/** JSON in UTF-8 (RFC 8259). Keys that could reach a prototype are refused. */
export const json: Parse = Object.assign(parse, { redact: redactJson });

function parse({ rawBody }: Parameters<Parse>[0]): unknown {
	return readJson(rawBody);
}

/** @throws {MalformedBody} for what is none */
export function readJson(bytes: Buffer): unknown {
	if (bytes.length === 0) throw new MalformedBody('the body is empty');
	if (!isUtf8(bytes)) throw new MalformedBody('the body is not UTF-8');
	return runParser(before, { headers: {}, body: bytes.toString(), isBase64Encoded: false });
}
