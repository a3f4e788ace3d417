import { randomUUID } from 'node:crypto';
import type { Delivery, Headers } from '../../webhook/delivery.ts';
import type { Message } from '../../webhook/message.ts';
import type { Trigger } from '../../webhook/ports.ts';
import { isObject } from '../http-event.ts';
import { joinHeaders } from '../join-headers.ts';
import { newTraceparent } from '../new-traceparent.ts';
import { readMessage } from '../read-message.ts';
import { readTarget } from '../read-target.ts';

/** What of the functions-framework's request, which is Express's, is read. */
export type GoogleRequest = {
	readonly method: string;
	readonly originalUrl: string;
	readonly rawHeaders: readonly string[];
	/** The exact bytes, after the framework undid their encoding; undefined when there are none. */
	readonly rawBody?: Buffer;
	readonly socket: { readonly remoteAddress?: string | undefined };
};

/** Where Pub/Sub pushes to, calls go (which `serve` passes on as their payload), and the scheduler posts; of functions that are not public. */
export const paths = { queue: '/_queue', call: '/_call', sweep: '/_sweep' } as const;

type Place = {
	/** What senders were told to post to. */
	readonly publicUrl: string | undefined;
	/** As isOpen says. */
	readonly open: boolean;
	readonly now: () => number;
};

const kinds = new WeakMap<object, Trigger['kind']>();

/** As what readEvent has read it; undefined while it has not. */
export function kindOf(request: object): Trigger['kind'] | undefined {
	return kinds.get(request);
}

/** Tells what woke the function. */
export function readEvent(input: unknown, place: Place): Trigger {
	if (!isRequest(input)) throw new TypeError('this is no request of the functions-framework');
	const trigger = read(input, place);
	kinds.set(input, trigger.kind);
	return trigger;
}

function read(request: GoogleRequest, place: Place): Trigger {
	const { path } = readTarget(request.originalUrl);
	if (place.open) return { kind: 'delivery', delivery: deliveryOf(request, place) };
	// What stands before may be the function's name, where a front end leaves it.
	if (path.endsWith(paths.queue)) return messagesOf(request);
	if (path.endsWith(paths.sweep)) return { kind: 'call', payload: undefined };
	throw new TypeError(`nothing of this function is at this path: ${paths.queue} and ${paths.sweep} are`);
}

function isRequest(input: unknown): input is GoogleRequest {
	return isObject(input) && typeof input.method === 'string' && typeof input.originalUrl === 'string' && Array.isArray(input.rawHeaders);
}

function deliveryOf({ method, originalUrl, rawHeaders, rawBody = Buffer.alloc(0), socket }: GoogleRequest, place: Place): Delivery {
	const { path, query } = readTarget(originalUrl);
	const { cookie, ...headers } = joinHeaders(rawHeaders);
	return {
		requestId: randomUUID(),
		receivedAt: place.now(),
		method: method.toUpperCase(),
		path,
		query,
		url: `${(place.publicUrl ?? '').trim().replace(/\/+$/, '')}${path}${query && `?${query}`}`,
		headers: {
			...headers,
			...(cookie !== undefined && {
				cookie: cookie
					.split(';')
					.map((one) => one.trim())
					.join('; '),
			}),
		},
		rawBody,
		remoteAddress: callerOf(headers, socket.remoteAddress),
		// Google's front end goes on with a trace that the sender names (https://cloud.google.com/trace/docs/trace-context), so none of its headers can be ours.
		traceparent: newTraceparent(),
	};
}

/**
 * What Google's front end adds stands last: https://cloud.google.com/load-balancing/docs/https#x-forwarded-for_header says so of the balancers, and Cloud Run's own does the
 * same or leaves nothing else. Behind a load balancer of the team's that is the balancer's address, never one that the sender made up.
 */
function callerOf(headers: Headers, direct = ''): string {
	const last = headers['x-forwarded-for']?.split(',').at(-1)?.trim();
	return (last || direct).replace(/^::ffff:/, '');
}

/** https://cloud.google.com/pubsub/docs/push#receive_push */
type Push = {
	readonly message: { readonly data?: string; readonly messageId: string };
	/** From 1; only of a subscription with dead letters. */
	readonly deliveryAttempt?: number;
};

function messagesOf(request: GoogleRequest): Trigger {
	const push = payloadOf(request);
	if (!isPush(push)) throw new TypeError('this is no message of Pub/Sub');
	const { message, deliveryAttempt = 1 } = push;
	const one: Message = readMessage(Buffer.from(message.data ?? '', 'base64').toString(), message.messageId);
	return { kind: 'messages', messages: [one], again: new Set(deliveryAttempt > 1 ? [one] : []), requestId: message.messageId };
}

function isPush(push: unknown): push is Push {
	return isObject(push) && isObject(push.message) && typeof push.message.messageId === 'string';
}

/** The JSON of a request to a function that is not public; undefined where there is none. */
export function payloadOf({ rawBody }: Pick<GoogleRequest, 'rawBody'>): unknown {
	return rawBody === undefined || rawBody.length === 0 ? undefined : JSON.parse(rawBody.toString());
}
