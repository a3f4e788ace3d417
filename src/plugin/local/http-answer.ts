import { lambdaLimit } from './http-event.ts';

export type HttpAnswer = {
	readonly status: number;
	readonly headers: Readonly<Record<string, string | readonly string[]>>;
	readonly body: Buffer;
};

/** What an HTTP API says when a function fails, or answers with what is no answer. */
export const internalServerError: HttpAnswer = {
	status: 500,
	headers: { 'content-type': 'application/json' },
	body: Buffer.from('{"message":"Internal Server Error"}'),
};

/** The gateway's to say, not the function's. */
const ours = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding']);

/**
 * A function's return value as an HTTP API answers with it, payload format 2.0: with a `statusCode` it is the answer, anything else is the body
 * of a 200 in JSON. Throws one line for an answer that API Gateway can't send.
 */
export function toHttpAnswer(value: unknown): HttpAnswer {
	if (typeof value !== 'object' || value === null || !('statusCode' in value)) {
		const body = Buffer.from(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null'));
		return checked({ status: 200, headers: { 'content-type': 'application/json' }, body });
	}
	const { statusCode, headers, body = '', cookies, isBase64Encoded } = value as Record<string, unknown>;
	const status = Number(statusCode);
	if (!Number.isInteger(status) || status < 200 || status > 599) throw new Error('The answer has a `statusCode` that is no HTTP status.');
	if (typeof body !== 'string' && body !== null) throw new Error('The answer has a `body` that is no string: use JSON.stringify.');
	return checked({
		status,
		headers: { ...readHeaders(headers), ...(Array.isArray(cookies) && cookies.length > 0 && { 'set-cookie': cookies.map(String) }) },
		body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
	});
}

function readHeaders(headers: unknown): Record<string, string> {
	const entries = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
	return Object.fromEntries(entries.filter(([name]) => !ours.has(name)));
}

function checked(answer: HttpAnswer): HttpAnswer {
	if (answer.body.length > lambdaLimit) throw new Error('The answer is over 6 MB, more than a function may return.');
	return answer;
}
