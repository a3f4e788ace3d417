import type { ServerResponse } from 'node:http';
import { routes } from '#routes';
import { isObject } from '../http-event.ts';
import { logLine } from '../log-line.ts';
import { readTarget } from '../read-target.ts';
import { errorHeader } from './call.ts';
import { isOpen } from './is-open.ts';
import { quietFramework } from './quiet-framework.ts';
import { type GoogleRequest, kindOf, paths, payloadOf } from './read-event.ts';

type Handler = (input: unknown, context: unknown) => Promise<unknown>;
type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };
type Request = GoogleRequest & AsyncIterable<Buffer> & { readonly readableEnded: boolean };
type Response = Pick<ServerResponse, 'writeHead' | 'end'>;

type Options = {
	/** Whether senders can post to it: then nothing that comes is a call. */
	readonly open?: boolean;
	readonly write?: (line: string) => void;
};

/**
 * A handler as the functions-framework calls it. A call's payload is passed on as it is, anything else as the request. What the handler fails with is told to the log and
 * to who called it, never to a sender: the framework would answer with the error's text.
 */
export function serve(
	handler: Handler,
	{ open = isOpen(process.env, { routes: routes.routes }), write = (line) => void process.stdout.write(line) }: Options = {},
): (request: Request, response: Response) => Promise<void> {
	quietFramework();
	return async (incoming, response) => {
		const request = await withBody(incoming);
		const called = !open && readTarget(request.originalUrl).path.endsWith(paths.call);
		const answering = called ? answerCall(handler, request) : answerRequest(handler, request);
		const { status, headers, body } = await answering.catch((error: unknown) => failed(error, { called, write }));
		response.writeHead(status, { ...lengthOf(status, body), ...headers });
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

async function answerCall(handler: Handler, request: GoogleRequest): Promise<Answer> {
	return valueAnswer(await handler(payloadOf(request), {}));
}

async function answerRequest(handler: Handler, request: GoogleRequest): Promise<Answer> {
	const answer = await handler(request, {});
	if (kindOf(request) === 'call') return valueAnswer(answer);
	// Sound because the cloud's respond and dispose make the answers to all but calls.
	if (isObject(answer) && typeof answer.status === 'number') return answer as Answer;
	throw new TypeError('the handler gave no answer');
}

const nothing: Answer = { status: 204, headers: {}, body: '' };

function valueAnswer(value: unknown, status = 200): Answer {
	return value === undefined ? nothing : { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/** An answer that has no body by its status has no length either: https://www.rfc-editor.org/rfc/rfc9110#section-8.6 */
function lengthOf(status: number, body: string): Readonly<Record<string, string>> {
	return status === 204 || status === 304 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
}

type Failing = { readonly called: boolean; readonly write: (line: string) => void };

function failed(error: unknown, { called, write }: Failing): Answer {
	const [errorType, errorMessage] = error instanceof Error ? [error.name, error.message] : ['not an Error', ''];
	write(
		logLine({ time: new Date().toISOString(), severity: 'ERROR', message: 'the function failed', detail: `${errorType}: ${errorMessage}` }),
	);
	if (!called) return { ...nothing, status: 500 };
	const { headers, ...answer } = valueAnswer({ errorType, errorMessage }, 500);
	return { ...answer, headers: { ...headers, [errorHeader]: 'unhandled' } };
}
