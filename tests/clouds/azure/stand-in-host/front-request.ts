import type { IncomingMessage, ServerResponse } from 'node:http';
import { joinHeaders } from './join-headers.ts';
import { normalPath } from './normal-path.ts';
import type { HttpData } from './rpc.ts';

export type FrontRequest = { readonly method: string; readonly url: string; readonly headers: Readonly<Record<string, string>> };

/** A request behind App Service's front end, which adds who asked and how; the last entry of `x-forwarded-for` is its own. */
export function frontRequest(request: IncomingMessage): FrontRequest {
	const { method = 'GET', url = '/', rawHeaders, socket } = request;
	const [path = '/', ...query] = url.replace(/^https?:\/\/[^/?]*/i, '').split('?');
	const headers = joinHeaders(rawHeaders);
	const client = `${(socket.remoteAddress ?? '').replace(/^::ffff:/, '')}:${socket.remotePort}`;
	const forwarded = headers['x-forwarded-for'];
	return {
		method,
		url: `https://${headers.host ?? 'localhost'}${normalPath(path)}${query.length > 0 ? `?${query.join('?')}` : ''}`,
		headers: {
			...headers,
			'x-forwarded-for': forwarded === undefined ? client : `${forwarded}, ${client}`,
			'x-forwarded-proto': 'https',
			'x-original-url': url,
			'x-waws-unencoded-url': url,
			'client-ip': client,
			'disguised-host': headers.host ?? '',
			'max-forwards': '10',
		},
	};
}

/**
 * As `ToRpcHttp` of the host does it. A body goes to the worker only where its length is known, so a chunked one is lost.
 * https://github.com/Azure/azure-functions-host/blob/dev/src/WebJobs.Script.Grpc/MessageExtensions/GrpcMessageConversionExtensions.cs
 */
export function toRpcHttp({ method, url, headers }: FrontRequest, body: Buffer): HttpData {
	const counted = Number(headers['content-length'] ?? 0) > 0;
	return { method, url, nullableHeaders: nullable(headers), ...(counted && { body: { bytes: body } }) };
}

function nullable(values: Readonly<Record<string, string>>): Record<string, { readonly value: string }> {
	return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
}

/** What the host writes of a function's answer. */
export function writeAnswer(response: ServerResponse, answer: HttpData | undefined): void {
	const { statusCode = '200', headers = {}, cookies = [], body } = answer ?? {};
	response.statusCode = Number(statusCode);
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	if (cookies.length > 0)
		response.appendHeader(
			'set-cookie',
			cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`),
		);
	response.end(body?.bytes ?? body?.string ?? '');
}
