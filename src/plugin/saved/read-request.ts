import { readFileSync } from 'node:fs';
import { errorCode } from '../error-code.ts';
import { Mistake } from '../mistake.ts';
import { readCurl } from './read-curl.ts';

/** A request as somebody saved it. */
export type SavedRequest = {
	readonly method: string;
	/** Path and query, or a whole URL; undefined where it begins with its headers. */
	readonly target: string | undefined;
	/** Names and values in turn. */
	readonly headers: readonly string[];
	readonly body: Buffer;
	/** curl has taken line breaks out of a file of it. */
	readonly stripped?: boolean;
};

/**
 * Reads an HTTP message, whose body are exactly the bytes after its blank line, or a curl command.
 * @throws {Mistake} for anything else
 */
export function readRequest(bytes: Buffer): SavedRequest {
	const text = bytes.toString('latin1').replace(/^\xef\xbb\xbf/, '');
	if (text.trim() === '') throw new Mistake('--file: it is empty; it should hold an HTTP request or a curl command');
	if (/^\s*(\$\s*)?curl(\.exe)?\s/.test(text)) return readCurl(text);
	const [blank = ''] = /\r?\n\r?\n/.exec(text) ?? [];
	const end = blank === '' ? text.length : text.indexOf(blank);
	const lines = text.slice(0, end).split(/\r?\n/);
	const [, method, target] = /^([A-Z]+) (\S+)(?: HTTP\/[\d.]+)?$/.exec(lines[0] ?? '') ?? [];
	const headers = lines.slice(method === undefined ? 0 : 1).filter((line) => line !== '');
	return {
		method: method ?? 'POST',
		target,
		headers: headers.flatMap(readHeader),
		body: Buffer.from(text.slice(end + blank.length), 'latin1'),
	};
}

function readHeader(line: string): readonly string[] {
	const [, name, value = ''] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)$/.exec(line) ?? [];
	if (name !== undefined) return [name, value.trim()];
	throw new Mistake(
		'--file: it is no request: before the blank line there is a line that is no header, such as "content-type: application/json"',
	);
}

/**
 * The bytes of a file; `-` is standard input.
 * @throws {Mistake} when it can't be read
 */
export async function readSaved(file: string, input: AsyncIterable<unknown> = process.stdin): Promise<Buffer> {
	if (file === '-') {
		const chunks: Buffer[] = [];
		for await (const chunk of input) chunks.push(Buffer.from(chunk as Uint8Array));
		return Buffer.concat(chunks);
	}
	try {
		return readFileSync(file);
	} catch (error) {
		const code = errorCode(error);
		throw new Mistake(code === 'ENOENT' ? `--file: there is no ${file}` : `--file: ${file} can not be read (${code})`);
	}
}
