import type { Delivery } from '../webhook/delivery.ts';
import type { Scheme } from '../webhook/scheme.ts';

const mostTimes = 12;
/** Seconds, milliseconds and microseconds of this century, and RFC 3339. */
const written = /\b\d{10}(?:\d{3}){0,2}\b|\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?/g;
const readBytes = 65_536;

/** The times that stand in a delivery, in milliseconds since the epoch: in the headers that prove it first, in tokens, in others, in the beginning of the body. */
export function signedTimes({ headers, rawBody }: Delivery, { credentials, covers }: Scheme): readonly number[] {
	const own = [...credentials, ...(covers.headers ?? [])].flatMap((name) => headers[name] ?? []);
	const body = rawBody.toString('latin1', 0, readBytes);
	const texts = [...own, ...[...own, body].map(tokenText), ...Object.values(headers), body];
	const times = texts.flatMap((text) =>
		[...text.slice(0, readBytes).matchAll(written)].slice(0, mostTimes).map(([time]) => millisOf(time)),
	);
	return [...new Set(times)].filter((time) => !Number.isNaN(time)).slice(0, mostTimes);
}

/** What a JSON Web Token says, before anybody believes it. */
function tokenText(value: string): string {
	return Buffer.from(value.split('.')[1] ?? '', 'base64url').toString('latin1');
}

function millisOf(text: string): number {
	if (text.includes('-')) return Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
	return Math.floor(Number(text) * 1000 ** ((13 - text.length) / 3));
}
