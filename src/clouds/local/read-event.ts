import { randomUUID } from 'node:crypto';
import type { Delivery, Headers } from '../../webhook/delivery.ts';
import type { Message } from '../../webhook/message.ts';
import type { Trigger } from '../../webhook/ports.ts';
import { newTraceparent } from '../new-traceparent.ts';

/** What of an API Gateway HTTP API event is read: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
type HttpEvent = {
	readonly rawPath: string;
	readonly rawQueryString: string;
	readonly cookies?: readonly string[];
	readonly headers: Headers;
	readonly requestContext: {
		readonly domainName: string;
		readonly requestId: string;
		readonly timeEpoch: number;
		readonly http: { readonly method: string; readonly sourceIp: string };
	};
	readonly body?: string;
	readonly isBase64Encoded: boolean;
};

type QueueEvent = { readonly eventSource: 'hookport'; readonly messages: readonly Message[] };

/** Tells what woke the function. Anything that is neither a delivery nor messages is a call with that payload. */
export function readEvent(input: unknown, context: unknown = {}): Trigger {
	if (isHttpEvent(input)) return { kind: 'delivery', delivery: toDelivery(input) };
	if (isQueueEvent(input)) return { kind: 'messages', messages: input.messages, requestId: requestIdOf(context) };
	return { kind: 'call', payload: input };
}

// The local gateway and the dispatcher make these two, so their marks are enough to tell them.
function isHttpEvent(input: unknown): input is HttpEvent {
	const context = isObject(input) ? input.requestContext : undefined;
	return isObject(context) && isObject(context.http);
}

function isQueueEvent(input: unknown): input is QueueEvent {
	return isObject(input) && input.eventSource === 'hookport' && Array.isArray(input.messages);
}

function requestIdOf(context: unknown): string {
	return isObject(context) && typeof context.awsRequestId === 'string' ? context.awsRequestId : randomUUID();
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}

function toDelivery(event: HttpEvent): Delivery {
	const { requestContext: context, rawPath: path, rawQueryString: query, cookies = [], body = '' } = event;
	const base = process.env.WEBHOOK_PUBLIC_URL?.trim() || `http://${context.domainName}`;
	return {
		requestId: context.requestId || randomUUID(),
		receivedAt: context.timeEpoch,
		method: context.http.method.toUpperCase(),
		path,
		query,
		url: `${base.replace(/\/+$/, '')}${path}${query && `?${query}`}`,
		headers: { ...lowerCase(event.headers), ...(cookies.length > 0 && { cookie: cookies.join('; ') }) },
		rawBody: Buffer.from(body, event.isBase64Encoded ? 'base64' : 'utf8'),
		remoteAddress: context.http.sourceIp,
		traceparent: newTraceparent(),
	};
}

function lowerCase(headers: Headers): Headers {
	return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
