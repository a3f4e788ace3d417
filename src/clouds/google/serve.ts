import type { ServerResponse } from 'node:http';
import { routes } from '#routes';
import type { Trigger } from '../../webhook/ports.ts';
import { isObject } from '../http-event.ts';
import { logLine } from '../log-line.ts';
import { mostBody, readBody } from '../read-body.ts';
import { errorHeader } from './call.ts';
import { isOpen } from './is-open.ts';
import { type GoogleRequest, kindOf } from './read-event.ts';

type Handler = (input: unknown, context: unknown) => Promise<unknown>;
type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };
type Request = GoogleRequest & AsyncIterable<Buffer> & { readonly readableEnded: boolean };
type Response = Pick<ServerResponse, 'writeHead' | 'end'>;

const mostOfEnvironment = isOpen(process.env, routes) ? mostBody(routes) : Number.POSITIVE_INFINITY;
const writeOut = (line: string) => void process.stdout.write(line);

type Options = {
	readonly write?: (line: string) => void;
	/** Bytes of a body. What is not public takes whatever its callers send. */
	readonly most?: number;
};

/**
 * A handler as the functions-framework calls it. What it fails with is told to the log and to who called it, never to a sender: the framework would answer with the
 * error's text.
 */
export function serve(
	handler: Handler,
	{ write = writeOut, most = mostOfEnvironment }: Options = {},
): (request: Request, response: Response) => Promise<void> {
	return async (incoming, response) => {
		const answer = await withBody(incoming, most).then(
			(request) => answerOf(handler, request).catch((error: unknown) => failed(error, { kind: kindOf(request), write })),
			(error: unknown) => failed(error, { kind: undefined, write }),
		);
		try {
			send(response, answer);
		} catch (error) {
			// What a function of the team replies may be no HTTP.
			send(response, failed(error, { kind: undefined, write }));
		}
	};
}

function send(response: Response, { status, headers, body }: Answer): void {
	response.writeHead(status, { 'content-length': String(Buffer.byteLength(body)), ...headers });
	response.end(body);
}

/** The framework leaves a body unread that has no media type, and exact-bytes.ts takes that from all. Cloud Run takes no more than 32 MiB: https://cloud.google.com/run/quotas#request_limits */
async function withBody(incoming: Request, most: number): Promise<GoogleRequest> {
	const { method, originalUrl, rawHeaders, socket, rawBody, readableEnded } = incoming;
	return {
		method,
		originalUrl,
		rawHeaders,
		socket,
		rawBody: rawBody ?? (readableEnded ? Buffer.alloc(0) : await readBody(incoming, most)),
	};
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

type Failing = { readonly kind: Trigger['kind'] | undefined; readonly write: (line: string) => void };

function failed(error: unknown, { kind, write }: Failing): Answer {
	const [errorType, errorMessage] = error instanceof Error ? [error.name, error.message] : ['not an Error', ''];
	write(
		logLine({ time: new Date().toISOString(), severity: 'ERROR', message: 'the function failed', detail: `${errorType}: ${errorMessage}` }),
	);
	if (kind !== 'call') return { ...nothing, status: 500 };
	const { headers, ...answer } = json(500, { errorType, errorMessage });
	return { ...answer, headers: { ...headers, [errorHeader]: 'unhandled' } };
}
