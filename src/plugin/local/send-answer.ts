import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from '../../webhook/reply.ts';
import { type HttpAnswer, internalServerError } from './http-answer.ts';

/** Milliseconds that a refused sender has to read the reply while what it still sends is thrown away. */
const linger = 1_000;

/** Sends a function's answer; one that HTTP can't carry (a line break in a header) becomes a 500. */
export function send(response: ServerResponse, answer: HttpAnswer, requestId: string): void {
	try {
		writeHead(response, answer, requestId);
		response.end(answer.body);
	} catch {
		for (const name of response.getHeaderNames()) response.removeHeader(name);
		writeHead(response, internalServerError, requestId);
		response.end(internalServerError.body);
	}
}

function writeHead(response: ServerResponse, { status, headers, body }: HttpAnswer, requestId: string): void {
	response.statusCode = status;
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	if (status !== 204 && status !== 304) response.setHeader('content-length', body.length);
	response.setHeader('apigw-requestid', requestId);
}

/** Answers without having read the body, then ends the connection. It lingers, since closing on unread bytes would reset it before the sender has the reply. */
export function refuse(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
	const body = Buffer.from(reply.body);
	response.shouldKeepAlive = request.complete;
	response.writeHead(reply.status, { ...reply.headers, 'content-length': body.length });
	response.write(body);
	const timer = setTimeout(() => response.end(), linger);
	response.on('close', () => clearTimeout(timer));
	request.on('error', () => {});
	if (request.complete) response.end();
	else request.on('end', () => response.end()).resume();
}
