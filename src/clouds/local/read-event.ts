import type { Message } from '../../webhook/message.ts';
import type { Trigger } from '../../webhook/ports.ts';
import { deliveryOf, isHttpEvent, isObject, requestIdOf } from '../http-event.ts';
import { newTraceparent } from '../new-traceparent.ts';

type QueueEvent = { readonly eventSource: 'hookport'; readonly messages: readonly Message[] };

/** Tells what woke the function. Anything that is neither a delivery nor messages is a call with that payload. */
export function readEvent(input: unknown, context: unknown = {}): Trigger {
	if (isHttpEvent(input)) {
		const place = { publicUrl: process.env.WEBHOOK_PUBLIC_URL, protocol: 'http', traceparent: newTraceparent() };
		return { kind: 'delivery', delivery: deliveryOf(input, place) };
	}
	if (isQueueEvent(input)) return { kind: 'messages', messages: input.messages, requestId: requestIdOf(context) };
	return { kind: 'call', payload: input };
}

// The dispatcher makes these, so their mark is enough to tell them.
function isQueueEvent(input: unknown): input is QueueEvent {
	return isObject(input) && input.eventSource === 'hookport' && Array.isArray(input.messages);
}
