import type { ServerResponse } from 'node:http';
import { isObject } from '../http-event.ts';
import { logLine } from '../log-line.ts';
import { errorHeader } from './call.ts';
import { type GoogleRequest, kindOf } from './read-event.ts';

type Handler = (input: unknown, context: unknown) => Promise<unknown>;
type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };
type Request = GoogleRequest & AsyncIterable<Buffer> & { readonly readableEnded: boolean };
type Response = Pick<ServerResponse, 'writeHead' | 'end'>;

/** A handler as the functions-framework calls it. What it fails with is told to the log and to who called it, never to a sender: the framework would answer with the error's text. */
export function serve(
	handler: Handler,
	write: (line: string) => void = (line) => void process.stdout.write(line),
): (request: Request, response: Response) => Promise<void> {
	return async (incoming, response) => {
		const request = await withBody(incoming);
		const { status, headers, body } = await answerOf(handler, request).catch((error: unknown) => failed(error, { request, write }));
		response.writeHead(status, { 'content-length': String(Buffer.byteLength(body)), ...headers });
		response.end(body);
	};
}

/** The framework leaves a body unread that has no media type. Cloud Run takes no more than 32 MiB: https://cloud.google.com/run/quotas#request_limits */
async function withBody(incoming: Request): Promise<GoogleRequest> {
	const { method, originalUrl, rawHeaders, socket } = incoming;
	const chunks: Buffer[] = [];
	if (incoming.rawBody === undefined && !incoming.readableEnded) for await (const chunk of incoming) chunks.push(chunk);
	return { method, originalUrl, rawHeaders, socket, rawBody: incoming.rawBody ?? Buffer.concat(chunks) };
}

async function answerOf(handler: Handler, request: GoogleRequest): Promise<Answer> {
	const answer = await handler(request, {});
	if (kindOf(request) === 'call') return answer === undefined ? nothing : json(200, answer);
	// Sound because the cloud's respond and dispose make the answers to all but calls.
	if (isObject(answer) && typeof answer.status === 'number') return answer as Answer;
	throw new TypeError('the handler gave no answer');
}

const nothing: Answer = { status: 204, headers: {}, body: '' };

function json(status: number, value: unknown): Answer {
	return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

type Failing = { readonly request: GoogleRequest; readonly write: (line: string) => void };

function failed(error: unknown, { request, write }: Failing): Answer {
	const [errorType, errorMessage] = error instanceof Error ? [error.name, error.message] : ['not an Error', ''];
	write(
		logLine({ time: new Date().toISOString(), severity: 'ERROR', message: 'the function failed', detail: `${errorType}: ${errorMessage}` }),
	);
	if (kindOf(request) !== 'call') return { ...nothing, status: 500 };
	const { headers, ...answer } = json(500, { errorType, errorMessage });
	return { ...answer, headers: { ...headers, [errorHeader]: 'unhandled' } };
}
