import { createHash } from 'node:crypto';
import { linesOf, type RawReply, type RawRequest } from './raw-request.ts';

/** What of a delivery is compared between the clouds. */
export type Verdict = {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	/** With `<id>` for the request's id. */
	readonly body: string;
	/** What our code saw, where it says so. */
	readonly seen?: Seen;
};

export type Seen = {
	readonly method: string;
	readonly path: string;
	readonly query: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly remoteAddress: string;
	readonly bytes: number;
	readonly sha256: string;
};

/** What is the connection's or the platform's own, and none of the reply's. */
const own = new Set([
	...['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding'],
	...['apigw-requestid', 'server', 'x-cloud-trace-context', 'x-ms-invocation-id'],
]);
const requestId = /"requestId":"[^"]+"/;

/** `adds` are the names of headers that the platform puts into a request. */
export function verdictOf({ status, headers, body }: RawReply, adds: readonly string[]): Verdict {
	const { 'x-seen': seen, ...rest } = sorted(headers.filter(([name]) => !own.has(name)));
	const verdict = { status, headers: rest, body: body.toString().replace(requestId, '"requestId":"<id>"') };
	return seen === undefined ? verdict : { ...verdict, seen: readSeen(seen, adds) };
}

function readSeen(text: string, adds: readonly string[]): Seen {
	const seen = JSON.parse(Buffer.from(text, 'base64').toString()) as Seen;
	const headers = Object.entries(seen.headers).filter(([name]) => name !== 'connection' && !adds.includes(name));
	return { ...seen, headers: sorted(headers) };
}

function sorted(headers: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
	return Object.fromEntries(headers.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What our code is to see of a request: the same as was sent, but for headers that the platform sets. */
export function sentAs(request: RawRequest, adds: readonly string[]): Seen {
	const { method = 'POST', target, body = Buffer.alloc(0) } = request;
	const [path = '', ...query] = target.split('?');
	const headers: Record<string, string> = {};
	for (const [given, value] of linesOf(request)) {
		const name = given.toLowerCase();
		const before = headers[name];
		headers[name] = before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ','}${value}`;
	}
	const { connection, ...rest } = headers;
	const seen = sorted(Object.entries(rest).filter(([name]) => !adds.includes(name)));
	const sha256 = createHash('sha256').update(body).digest('hex');
	return { method, path, query: query.join('?'), headers: seen, remoteAddress: '127.0.0.1', bytes: body.length, sha256 };
}
