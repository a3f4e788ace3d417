import { isUtf8 } from 'node:buffer';
import { type Delivery, digestible } from '../webhook/delivery.ts';
import type { Coverage } from '../webhook/scheme.ts';

/** What is signed, in order: pieces of text and of bytes. */
export type SignedContent = {
	/** `undefined` where a part that is signed is missing, or could be read in two ways. */
	readonly of: (delivery: Delivery, time: string, items?: Readonly<Record<string, string>>) => readonly (string | Buffer)[] | undefined;
	readonly covers: Coverage;
	readonly hasTime: boolean;
};

type Part = (delivery: Delivery, time: string, items: Readonly<Record<string, string>>) => string | Buffer | undefined;

/** What a URL may be made of (RFC 3986). With a brace or a quote in it, the end of a URL could be the beginning of a body. */
const urlText = /^[\w.~:/?#[\]@!$&'()*+,;=%-]*$/;

/** A header that is signed beside a body: with what JSON is made of in its value, the two could share a body's beginning. */
const headerText = /^[^{}[\]"]+$/;

const parts: Readonly<Record<string, Part>> = {
	body: digestible,
	'json-body': ({ rawBody }) => (isUtf8(rawBody) ? JSON.stringify(rawBody.toString()) : undefined),
	time: (_, time) => time,
	url: ({ url }) => (urlText.test(url) ? url : undefined),
	method: ({ method }) => method,
};

/**
 * Reads a template such as `v0:{time}:{body}`. Between its texts stand `{body}`, `{time}`, `{url}`, `{method}`, `{header:<name>}`,
 * `{item:<name>}` (of the list that holds the signature), and `{json-body}`, which is the body as a JSON string.
 * @throws {TypeError} for a part that there is not
 */
export function signedContent(template: string): SignedContent {
	const pieces = template.split(/(\{[^{}]+\})/).filter((piece) => piece !== '');
	const all = pieces.map(partOf);
	const has = (name: string) => pieces.includes(`{${name}}`);
	const headers = pieces.flatMap((piece) => headerOf(piece) ?? []);
	return {
		of: (delivery, time, items = {}) => {
			let text = '';
			const found: (string | Buffer)[] = [];
			for (const part of all) {
				const piece = part(delivery, time, items);
				if (piece === undefined) return undefined;
				// A body is not joined to anything: that would copy it.
				if (typeof piece === 'string' && part !== digestible) text += piece;
				else {
					if (text !== '') found.push(text);
					found.push(piece);
					text = '';
				}
			}
			if (text !== '') found.push(text);
			return found;
		},
		covers: {
			...((has('body') || has('json-body')) && { body: 'all' }),
			...(has('url') && { url: true }),
			...(has('method') && { method: true }),
			...(headers.length > 0 && { headers }),
		},
		hasTime: has('time'),
	};
}

function headerOf(piece: string): string | undefined {
	return /^\{header:([a-z0-9-]+)\}$/.exec(piece)?.[1];
}

function partOf(piece: string): Part {
	if (!/^\{[^{}]+\}$/.test(piece)) return () => piece;
	const item = /^\{item:([a-z]+)\}$/.exec(piece)?.[1];
	if (item !== undefined) return (_delivery, _time, items) => items[item];
	const header = headerOf(piece);
	if (header !== undefined) return ({ headers }) => (headerText.test(headers[header] ?? '') ? headers[header] : undefined);
	const part = parts[piece.slice(1, -1)];
	if (part === undefined) throw new TypeError(`a template of what is signed has the unknown part ${piece}`);
	return part;
}
