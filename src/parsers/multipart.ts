import httpMultipartBodyParser from '@middy/http-multipart-body-parser';
import { MalformedBody, type Parse } from '../webhook/provider.ts';
import { runParser } from './run-parser.ts';

/**
 * `multipart/form-data`: fields as strings, files as `{ filename, content, … }`. For some bodies Middy's parser throws in a later tick, where
 * nobody can catch it, or never ends, and of others it leaves a part out: they are refused before that.
 */
export const multipart: Parse = ({ rawBody, headers }) => {
	const [, boundary = ''] = /;\s*boundary=([^;\s]+)/i.exec(headers['content-type'] ?? '') ?? [];
	checkParts(`\r\n${rawBody.toString('latin1')}`, `\r\n--${boundary}`);
	const { before } = httpMultipartBodyParser({ busboy: { isPartAFile: partCheck(), limits: { fieldSize: Number.MAX_SAFE_INTEGER } } });
	return runParser(before, { headers, body: rawBody.toString('base64'), isBase64Encoded: true });
};

/** The parser's own limit, past which it leaves parts out. */
const mostParts = 1000;

/** The last part has its end, and every part the empty line after its headers. */
function checkParts(body: string, delimiter: string): void {
	const [, ...parts] = body.split(delimiter);
	const end = parts.findIndex((part) => part.startsWith('--'));
	if (end === -1 || end > mostParts) throw new MalformedBody('the last part has no end, or there are too many');
	const headed = parts.slice(0, end).every((part) => part.startsWith('\r\n') && part.includes('\r\n\r\n'));
	if (!headed) throw new MalformedBody('the headers of a part have no end');
}

/** Busboy's rule for what is a file, which it asks for each part while it still reads the body. */
function partCheck(): (name: string | undefined, contentType: string | undefined, filename: string | undefined) => boolean {
	const kinds = new Map<string, 'list' | 'single'>();
	return (name, contentType, filename) => {
		if (name === undefined) throw new MalformedBody('a part has no name');
		const file = contentType === 'application/octet-stream' || filename !== undefined;
		const [, listName] = (!file && /^(.+)\[[^[]*\]$/s.exec(name)) || [];
		const kind = listName === undefined ? 'single' : 'list';
		if ((kinds.get(listName ?? name) ?? kind) !== kind) throw new MalformedBody('a name is given to a list and to something else');
		kinds.set(listName ?? name, kind);
		return file;
	};
}
