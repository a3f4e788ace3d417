import type { Delivery } from '../webhook/delivery.ts';
import type { Coverage } from '../webhook/scheme.ts';

/** What is signed, in order: pieces of text and of bytes. */
export type SignedContent = {
	/** `undefined` where a part that is signed is missing, or could be read in two ways. */
	readonly of: (delivery: Delivery, time: string, nonce?: string) => readonly (string | Buffer)[] | undefined;
	readonly covers: Coverage;
	readonly hasTime: boolean;
	readonly hasNonce: boolean;
};

type Part = (delivery: Delivery, time: string, nonce: string) => string | Buffer | undefined;

/** What a URL may be made of (RFC 3986). With a brace or a quote in it, the end of a URL could be the beginning of a body. */
const urlText = /^[\w.~:/?#[\]@!$&'()*+,;=%-]*$/;

/** With a full stop in it, or whatever else a template separates by, the end of a nonce could be the beginning of a body. */
const nonceText = /^[\w-]{1,256}$/;

const parts: Readonly<Record<string, Part>> = {
	body: ({ rawBody }) => rawBody,
	time: (_, time) => time,
	nonce: (_, __, nonce) => (nonceText.test(nonce) ? nonce : undefined),
	url: ({ url }) => (urlText.test(url) ? url : undefined),
	method: ({ method }) => method,
};

/**
 * Reads a template such as `v0:{time}:{body}`. Between its texts stand `{body}`, `{time}`, `{nonce}`, `{url}`, `{method}` and `{header:<name>}`.
 * @throws {TypeError} for a part that there is not
 */
export function signedContent(template: string): SignedContent {
	const pieces = template.split(/(\{[^{}]+\})/).filter((piece) => piece !== '');
	const all = pieces.map(partOf);
	const has = (name: string) => pieces.includes(`{${name}}`);
	const headers = pieces.flatMap((piece) => headerOf(piece) ?? []);
	return {
		of: (delivery, time, nonce = '') => {
			const found = all.map((part) => part(delivery, time, nonce));
			return found.includes(undefined) ? undefined : found.filter((part) => part !== undefined);
		},
		covers: {
			...(has('body') && { body: 'all' }),
			...(has('url') && { url: true }),
			...(has('method') && { method: true }),
			...(headers.length > 0 && { headers }),
		},
		hasTime: has('time'),
		hasNonce: has('nonce'),
	};
}

function headerOf(piece: string): string | undefined {
	return /^\{header:([a-z0-9-]+)\}$/.exec(piece)?.[1];
}

function partOf(piece: string): Part {
	if (!piece.startsWith('{')) return () => piece;
	const header = headerOf(piece);
	if (header !== undefined) return ({ headers }) => headers[header] || undefined;
	const part = parts[piece.slice(1, -1)];
	if (part === undefined) throw new TypeError(`a template of what is signed has the unknown part ${piece}`);
	return part;
}
