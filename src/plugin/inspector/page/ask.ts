import type { Problem } from '../api.ts';
import { readToken, tokenRefused } from './token.ts';

type Asked = { readonly query?: Readonly<Record<string, string>>; readonly body?: unknown; readonly signal?: AbortSignal };

/**
 * Asks the inspector's server, with the token.
 * @throws {Error} with one line for the user
 */
export async function ask<Answer>(path: string, { query = {}, body, signal }: Asked = {}): Promise<Answer> {
	const asked = new URLSearchParams(query).toString();
	const response = await reach(asked === '' ? path : `${path}?${asked}`, {
		method: body === undefined ? 'GET' : 'POST',
		headers: { authorization: `Bearer ${readToken() ?? ''}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
		...(body !== undefined && { body: JSON.stringify(body) }),
		...(signal && { signal }),
	});
	if (response.status === 401) window.dispatchEvent(new Event(tokenRefused));
	if (!response.ok) throw new Error(await problemOf(response));
	// Sound because page and server share the types of api.ts, and the server is of the same version.
	return (await response.json()) as Answer;
}

async function reach(path: string, init: RequestInit): Promise<Response> {
	try {
		return await fetch(path, init);
	} catch (cause) {
		if (init.signal?.aborted) throw cause;
		throw new Error('The local run does not answer. Start it with npm start.', { cause });
	}
}

async function problemOf(response: Response): Promise<string> {
	try {
		const { error }: Problem = await response.json();
		return error;
	} catch {
		return `The local run answered ${response.status}.`;
	}
}
