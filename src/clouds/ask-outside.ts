import type { RequestOptions } from 'node:https';

/** One request and the text of its answer. Rejects when that is no 2xx, too long, or not there in time. */
export type Ask = (url: string, post?: unknown) => Promise<string>;

const timeoutMillis = 3_000;
const mostBytes = 64 * 1024;

/** By GET, or by POST with JSON. It follows no redirection: it would lead to a host that nobody has checked. */
export const askOutside: Ask = (url, post) => ask(url, post, {});

/** @param trust what else the connection needs, such as a certificate authority */
export async function ask(url: string, post: unknown, trust: RequestOptions): Promise<string> {
	const { protocol, hostname } = new URL(url);
	if (protocol !== 'https:') throw new Error(`${hostname}: only https is asked for`);
	// Most functions never ask anybody, and loading it takes a while.
	const { request } = await import('node:https');
	const body = post === undefined ? undefined : JSON.stringify(post);
	const headers = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
	return await new Promise((resolve, reject) => {
		const signal = AbortSignal.timeout(timeoutMillis);
		const sent = request(url, { ...trust, method: body === undefined ? 'GET' : 'POST', headers, signal });
		const fail = (why: string) => {
			reject(new Error(`${hostname}: ${why}`));
			sent.destroy();
		};
		sent.on('error', () => fail(signal.aborted ? 'no answer in time' : 'it can not be reached'));
		sent.on('response', (answer) => {
			const { statusCode = 0 } = answer;
			if (statusCode < 200 || statusCode > 299) return fail(`it answered ${statusCode}`);
			const chunks: Buffer[] = [];
			let size = 0;
			answer.on('data', (chunk: Buffer) => {
				size += chunk.length;
				if (size > mostBytes) fail(`its answer is over ${mostBytes} bytes`);
				else chunks.push(chunk);
			});
			answer.on('error', () => fail('its answer broke off'));
			answer.on('end', () => resolve(Buffer.concat(chunks).toString()));
		});
		sent.end(body);
	});
}
