import type { HttpRequest, InvocationContext } from '@azure/functions';

export type Context = Pick<InvocationContext, 'invocationId' | 'traceContext' | 'triggerMetadata'>;

/** What of the platform's request is read. `rawBody` is read before, because a request gives its bytes only later. */
export type HttpInput = {
	readonly kind: 'http';
	readonly request: Pick<HttpRequest, 'method' | 'url' | 'headers'>;
	readonly rawBody: Buffer;
};

/** A message as the host took it out of its queue: text, or what it has made of text that is JSON. */
export type QueueInput = { readonly kind: 'queue'; readonly queue: string; readonly message: unknown };

export type TriggerInput = HttpInput | QueueInput;

const made = new WeakSet<object>();

/** Marks what the host gave, so that no payload of a call can pass for it. */
export function triggerInput(input: TriggerInput): TriggerInput {
	made.add(input);
	return input;
}

export function isTriggerInput(input: unknown): input is TriggerInput {
	return typeof input === 'object' && input !== null && made.has(input);
}
