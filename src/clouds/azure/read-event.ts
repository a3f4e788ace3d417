import type { Delivery } from '../../webhook/delivery.ts';
import { encodeMessage, type Message } from '../../webhook/message.ts';
import type { Cloud, Trigger } from '../../webhook/ports.ts';
import { readMessage } from '../read-message.ts';
import type { Environment } from './endpoint.ts';
import { readTraceparent } from './read-traceparent.ts';
import { type Context, type HttpInput, isTriggerInput, type QueueInput } from './trigger-input.ts';

/** Where a message came from, and how many copies of it came before: a copy of ours begins anew with the host's own count. */
export type Receipt = { readonly queue: string; readonly copies: number };

type Copied = Message & { readonly copies?: number };

const receipts = new WeakMap<Message, Receipt>();

type Call = { readonly env: Environment; readonly now: Cloud['now']; readonly context: unknown };

/** Tells what woke the function. What the host did not give is a call with that payload. */
export function readEvent(input: unknown, { env, now, context }: Call): Trigger {
	if (!isTriggerInput(input)) return { kind: 'call', payload: input };
	// Sound because only `register` makes such input, and hands on the host's own context with it.
	const invocation = context as Context;
	if (input.kind === 'http') return { kind: 'delivery', delivery: deliveryOf(input, { env, now, invocation }) };
	const message = messageOf(input, invocation);
	const again = new Set(Number(invocation.triggerMetadata?.dequeueCount ?? 1) > 1 ? [message] : []);
	return { kind: 'messages', messages: [message], again, requestId: invocation.invocationId };
}

export function receiptOf(message: Message): Receipt {
	const receipt = receipts.get(message);
	if (receipt === undefined) throw new TypeError('this message came from no queue');
	return receipt;
}

/** The text of the next copy. */
export function copyOf(message: Message): string {
	const copied: Copied = { ...message, copies: receiptOf(message).copies + 1 };
	return encodeMessage(copied);
}

function messageOf({ queue, message: given }: QueueInput, { triggerMetadata }: Context): Message {
	// The host passes text that is JSON on as what it says.
	const text = typeof given === 'string' ? given : JSON.stringify(given);
	const { copies = 0, ...message }: Copied = readMessage(text, String(triggerMetadata?.id ?? ''));
	receipts.set(message, { queue, copies });
	return message;
}

type Place = { readonly env: Environment; readonly now: Cloud['now']; readonly invocation: Context };

/** `WEBSITE_HOSTNAME` is the platform's own: https://learn.microsoft.com/azure/app-service/reference-app-settings */
function deliveryOf({ request, rawBody }: HttpInput, { env, now, invocation }: Place): Delivery {
	const { pathname: path, search } = new URL(request.url);
	const headers = Object.fromEntries(request.headers);
	const base = env.WEBHOOK_PUBLIC_URL?.trim() || `https://${env.WEBSITE_HOSTNAME}`;
	return {
		requestId: invocation.invocationId,
		receivedAt: now(),
		method: request.method.toUpperCase(),
		path,
		query: search.slice(1),
		url: base.replace(/\/+$/, '') + path + search,
		headers,
		rawBody,
		remoteAddress: callerOf(headers['x-forwarded-for']),
		traceparent: readTraceparent(invocation.traceContext?.traceParent ?? undefined, headers.traceparent),
	};
}

/** The front end appends whom it sees, with the port, to what the sender may have put there: so the last one counts, and no other. */
function callerOf(forwarded = ''): string {
	const last = forwarded.slice(forwarded.lastIndexOf(',') + 1).trim();
	return /^\[(.+)\](?::\d+)?$/.exec(last)?.[1] ?? /^([\d.]+):\d+$/.exec(last)?.[1] ?? last;
}
