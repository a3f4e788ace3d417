import { readFileSync } from 'node:fs';
import { errorCode } from '../error-code.ts';
import { Mistake } from '../mistake.ts';
import type { SavedRequest } from './read-request.ts';
import { shellWords } from './shell-words.ts';

/** What takes a value and says nothing about the request. */
const ignored = new Set(
	'o output m max-time connect-timeout x proxy w write-out cacert E cert key resolve retry retry-delay D dump-header c cookie-jar'.split(
		' ',
	),
);
const flags = new Set(
	'compressed s silent S show-error k insecure i include v verbose L location f fail N no-buffer g globoff http1.1 http2 http1.0 fail-with-body no-progress-meter'.split(
		' ',
	),
);
const shorts: Readonly<Record<string, string>> = {
	X: 'request',
	H: 'header',
	d: 'data',
	u: 'user',
	A: 'user-agent',
	b: 'cookie',
	e: 'referer',
};

type Read = { method?: string; url?: string; readonly headers: [string, string][]; readonly data: string[]; stripped?: boolean };
type Take = (read: Read, value: string) => void;

const fill =
	(...pair: [string, string]) =>
	(read: Read) =>
		void read.headers.push(pair);

/** By curl's manual: https://curl.se/docs/manpage.html */
const options: Readonly<Record<string, Take>> = {
	request: (read, value) => {
		read.method = value;
	},
	url: (read, value) => {
		read.url = value;
	},
	header: (read, value) => {
		const [, name = '', text = ''] = /^([^:;]+)[:;](.*)$/s.exec(value) ?? [];
		if (name !== '' && (text.trim() !== '' || value.endsWith(';'))) read.headers.push([name.trim(), text.trim()]);
	},
	// A file that is not read as binary loses its line breaks.
	data: (read, value) => {
		const text = value.startsWith('@') ? file(value.slice(1)) : value;
		const sent = value.startsWith('@') ? text.replace(/[\r\n\0]/g, '') : text;
		if (sent !== text) read.stripped = true;
		read.data.push(sent);
	},
	'data-ascii': (read, value) => options.data?.(read, value),
	'data-raw': (read, value) => void read.data.push(value),
	'data-binary': (read, value) => void read.data.push(value.startsWith('@') ? file(value.slice(1)) : value),
	'data-urlencode': (read, value) => void read.data.push(urlEncoded(value)),
	json: (read, value) => {
		options['data-binary']?.(read, value);
		fill('content-type', 'application/json')(read);
	},
	user: (read, value) => fill('authorization', `Basic ${Buffer.from(value, 'latin1').toString('base64')}`)(read),
	'user-agent': (read, value) => fill('user-agent', value)(read),
	cookie: (read, value) => fill('cookie', value)(read),
	referer: (read, value) => fill('referer', value)(read),
};

/** @throws {Mistake} for what is no such command, or has an option that would be another request */
export function readCurl(command: string): SavedRequest {
	const words = shellWords(command.replace(/^\s*\$?\s*/, '')).slice(1);
	const read: Read = { headers: [], data: [] };
	for (let at = 0; at < words.length; at += 1) {
		const word = words[at] ?? '';
		if (!word.startsWith('-') || word === '-') read.url = word;
		else if (word.startsWith('--')) at += take(read, word.slice(2), words[at + 1]);
		else at += takeShorts(read, word.slice(1), words[at + 1]);
	}
	if (read.url === undefined) throw new Mistake('--file: the curl command has no URL');
	const { method = read.data.length > 0 ? 'POST' : 'GET', url, headers, data, stripped } = read;
	const names = headers.map(([name]) => name.toLowerCase());
	if (data.length > 0 && !names.includes('content-type')) headers.push(['content-type', 'application/x-www-form-urlencoded']);
	const full = /^https?:\/\//i.test(url) ? url : `http://${url}`;
	if (!names.includes('host'))
		headers.push([
			'host',
			full
				.replace(/^https?:\/\//i, '')
				.split(/[/?#]/, 1)
				.join(''),
		]);
	const target = full
		.split('#', 1)
		.join('')
		.replace(/^(https?:\/\/[^/?]+)(?=\?|$)/i, '$1/');
	return { method, target, headers: headers.flat(), body: Buffer.from(data.join('&'), 'latin1'), ...(stripped && { stripped }) };
}

/** How many words it took besides the option. */
function take(read: Read, name: string, value: string | undefined): number {
	if (flags.has(name)) return 0;
	const own = Object.hasOwn(options, name) ? options[name] : undefined;
	const option = name.length === 1 ? `-${name}` : `--${name}`;
	if (own === undefined && !ignored.has(name)) throw new Mistake(`--file: the option ${option} of the curl command is not read here`);
	if (value === undefined) throw new Mistake(`--file: the option ${option} of the curl command has no value`);
	own?.(read, value);
	return 1;
}

/** `-sSXPOST`, `-d@file`: letters that take nothing, and then one with its value. */
function takeShorts(read: Read, letters: string, next: string | undefined): number {
	for (const [index, letter] of [...letters].entries()) {
		if (flags.has(letter)) continue;
		const rest = letters.slice(index + 1);
		return take(read, shorts[letter] ?? letter, rest === '' ? next : rest) - (rest === '' ? 0 : 1);
	}
	return 0;
}

function urlEncoded(value: string): string {
	const [, name = '', sign = '', rest = value] = /^([^=@]*)([=@])(.*)$/s.exec(value) ?? [];
	const content = Buffer.from(sign === '@' ? file(rest) : rest, 'latin1');
	const encoded = [...content].map((byte) => {
		const character = String.fromCharCode(byte);
		if (character === ' ') return '+';
		return /[\w.~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
	});
	return (name && `${name}=`) + encoded.join('');
}

function file(path: string): string {
	try {
		return readFileSync(path, 'latin1');
	} catch (error) {
		throw new Mistake(`--file: ${path}, which the curl command names, can not be read (${errorCode(error)})`);
	}
}
