import type { IncomingMessage } from 'node:http';
import { joinHeaders } from '../../clouds/join-headers.ts';
import type { Target } from '../../clouds/read-target.ts';
import type { Headers } from '../../webhook/delivery.ts';
import type { FailureCode } from '../../webhook/failure.ts';
import type { HttpAnswer } from './http-answer.ts';

/** One request to the gateway and what it was answered. */
export type Exchange = {
	readonly requestId: string;
	/** Milliseconds since the epoch. */
	readonly receivedAt: number;
	readonly durationMs: number;
	readonly method: string;
	/** As sent, without the query. */
	readonly path: string;
	readonly query: string;
	readonly headers: Headers;
	readonly remoteAddress: string;
	/** Absent where it was not read. */
	readonly body?: Buffer;
	/** Absent where it came to none. */
	readonly functionName?: string;
	/** Where no function has answered. */
	readonly code?: FailureCode;
	readonly answer: HttpAnswer;
};

type Asked = { readonly request: IncomingMessage; readonly target: Target; readonly requestId: string };
type Answered = Pick<Exchange, 'answer' | 'body' | 'functionName' | 'code'>;

/** Begins with the request, and tells of the exchange once the answer is there. */
export function tellExchange(
	{ request, target, requestId }: Asked,
	{ onExchange }: { readonly onExchange?: (exchange: Exchange) => void },
): (answered: Answered) => void {
	const receivedAt = Date.now();
	return (answered) =>
		onExchange?.({
			requestId,
			receivedAt,
			durationMs: Date.now() - receivedAt,
			method: request.method ?? '',
			path: target.path,
			query: target.query,
			headers: joinHeaders(request.rawHeaders),
			remoteAddress: (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
			...answered,
		});
}
