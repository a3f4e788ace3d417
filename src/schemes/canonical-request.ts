import { type Delivery, digestible, type Headers } from '../webhook/delivery.ts';
import type { DirectScheme } from '../webhook/scheme.ts';
import { checkTime, clocks } from './clock.ts';
import { decode } from './decode.ts';
import { firstMatch } from './first-match.ts';
import { digestLength, generateKey, hmac, hmacKeyReader, sameBytes } from './hmac.ts';
import { readKeys } from './read-keys.ts';
import { refused } from './refused.ts';

type Options = {
	/** What the sender's headers start with; lower case. */
	readonly prefix: string;
	/** Seconds, in both directions. */
	readonly tolerance: number;
};

/**
 * Contentful's: the HMAC-SHA256 (hex) of method, path with query, the headers that a header names, and body, each on a line.
 * https://www.contentful.com/developers/docs/webhooks/request-verification/
 */
export function canonicalRequest({ prefix, tolerance }: Options): DirectScheme {
	const header = `${prefix}-signature`;
	const timeHeader = `${prefix}-timestamp`;
	const listHeader = `${prefix}-signed-headers`;
	const clock = clocks.milliseconds;
	const key = hmacKeyReader();
	/** The names in the list, which have to be sorted; `undefined` where time or list are not among them. */
	const namesIn = ({ headers }: Delivery) => {
		const names = (headers[listHeader] ?? '').split(',');
		const plain = names.every((name, index) => /^[a-z0-9-]+$/.test(name) && (index === 0 || (names[index - 1] ?? '') < name));
		return plain && names.includes(timeHeader) && names.includes(listHeader) ? names : undefined;
	};
	return {
		name: 'canonical-request',
		credentials: [header],
		covers: { body: 'all', url: true, method: true, headers: [timeHeader, listHeader] },
		tolerance,
		sign: (delivery, signing) => {
			const time = clock.print(delivery.receivedAt);
			const own = Object.keys(delivery.headers).filter((name) => name.startsWith(prefix) && name !== header);
			const names = [...new Set([...own, timeHeader, listHeader])].sort();
			const headers = { ...delivery.headers, [timeHeader]: time, [listHeader]: names.join() };
			const parts = canonical({ ...delivery, headers }, names);
			if (parts === undefined) throw new TypeError(`${header}: the delivery can not be signed`);
			return { ...delivery, headers: { ...headers, [header]: hmac('sha256', key(signing), ...parts).toString('hex') } };
		},
		verify: (delivery, secrets) => {
			const keys = readKeys(secrets, key);
			const value = delivery.headers[header];
			if (!value) return refused('signature-missing');
			const signature = decode(value, 'hex', digestLength.sha256);
			const names = namesIn(delivery);
			if (signature === undefined || names === undefined) return refused('signature-malformed');
			const disbelief = checkTime(delivery.headers[timeHeader], { clock, receivedAt: delivery.receivedAt, tolerance });
			if (disbelief) return refused(disbelief);
			const parts = canonical(delivery, names);
			if (parts === undefined) return refused('signature-malformed');
			return firstMatch(keys, (each) => sameBytes(signature, hmac('sha256', each, ...parts)));
		},
		generate: () => generateKey(),
	};
}

/** `undefined` where it could be read in two ways. */
function canonical(delivery: Delivery, names: readonly string[]): readonly (string | Buffer)[] | undefined {
	const { method, url, headers } = delivery;
	const path = pathOf(url);
	const lines = headerLine(headers, names);
	return path === undefined || lines === undefined ? undefined : [`${method}\n${path}\n${lines}\n`, digestible(delivery)];
}

/** As the official library writes it: the query is escaped as one text, and then the whole once more. It leaves out what comes after a second question mark. */
function pathOf(url: string): string | undefined {
	const [path = '', query, ...more] = url.replace(/^https?:\/\/[^/?#]*/i, '').split('?');
	if (more.length > 0 || !/^[\x21-\x7e]*$/.test(url)) return undefined;
	return encodeURI(query ? `${path}?${encodeURIComponent(query)}` : path);
}

function headerLine(headers: Headers, names: readonly string[]): string | undefined {
	const values = names.map((name) => headers[name]);
	// With the name of a header in the value of another, one text could be two lists.
	if (values.some((value) => value === undefined || /;[a-z0-9-]+:/.test(value))) return undefined;
	return names.map((name, index) => `${name}:${values[index]}`).join(';');
}
