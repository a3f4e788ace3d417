import { type Answer, exchange, type Outgoing } from '../../clouds/exchange.ts';
import { explain, unreached } from './explain.ts';

const uploadMillis = 120_000;
/** As long as a function may run. */
const runMillis = 3600_000;

/** To a URL that carries its own right: https://docs.cloud.google.com/functions/docs/reference/rest/v2/projects.locations.functions/generateUploadUrl */
export async function upload(url: string, bytes: Buffer): Promise<void> {
	const headers = { 'content-type': 'application/zip', 'content-length': String(bytes.length) };
	const answer = await ask(url, { method: 'PUT', headers, body: bytes }, uploadMillis);
	if (answer.status >= 300) throw explain(answer.status, undefined, { service: 'storage', project: '' });
}

export async function post(token: string, url: string, payload: unknown): Promise<{ readonly status: number; readonly body: string }> {
	const body = JSON.stringify(payload) ?? '';
	const headers = {
		authorization: `Bearer ${token}`,
		'content-type': 'application/json',
		'content-length': String(Buffer.byteLength(body)),
	};
	const answer = await ask(url, { method: 'POST', headers, body }, runMillis);
	return { status: answer.status, body: answer.body.toString() };
}

async function ask(url: string, outgoing: Pick<Outgoing, 'method' | 'headers' | 'body'>, timeoutMillis: number): Promise<Answer> {
	const target = new URL(url);
	try {
		return await exchange(target, { ...outgoing, path: target.pathname + target.search, fresh: true }, timeoutMillis);
	} catch (error) {
		throw unreached(error, 'storage');
	}
}
