import { randomUUID } from 'node:crypto';
import type { Delivery, Headers } from '../webhook/delivery.ts';

/** What of an API Gateway HTTP API event is read: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export type HttpEvent = {
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

/** The platform and the local gateway make these, so their mark is enough to tell them. */
export function isHttpEvent(input: unknown): input is HttpEvent {
	const context = isObject(input) ? input.requestContext : undefined;
	return isObject(context) && isObject(context.http);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}

/** The platform's name for a call; Lambda and the local run have it in the same place. */
export function requestIdOf(context: unknown): string {
	return isObject(context) && typeof context.awsRequestId === 'string' ? context.awsRequestId : randomUUID();
}

type Place = {
	/** What senders were told to post to, where it is not the gateway's own name. */
	readonly publicUrl: string | undefined;
	readonly protocol: string;
	readonly traceparent: string;
};

export function deliveryOf(event: HttpEvent, { publicUrl, protocol, traceparent }: Place): Delivery {
	const { requestContext: context, rawPath: path, rawQueryString: query, cookies = [], body = '' } = event;
	const rawBody = event.isBase64Encoded ? Buffer.from(body, 'base64') : utf8(body);
	const base = publicUrl?.trim().replace(/\/+$/, '') || `${protocol}://${context.domainName}`;
	return {
		requestId: context.requestId || randomUUID(),
		receivedAt: context.timeEpoch,
		method: context.http.method.toUpperCase(),
		path,
		query,
		url: `${base}${path}${query && `?${query}`}`,
		headers: cookies.length > 0 ? { ...lowerCase(event.headers), cookie: cookies.join('; ') } : lowerCase(event.headers),
		rawBody,
		// Half a character has no bytes of its own, so there the bytes say something else than the text.
		text: event.isBase64Encoded || !body.isWellFormed() ? undefined : { of: rawBody, value: body },
		remoteAddress: context.http.sourceIp,
		traceparent,
	};
}

const encoder = new TextEncoder();

/** `Buffer.from(text)`, in half the time where a byte stands for each character, as in nearly every JSON. */
function utf8(text: string): Buffer {
	const bytes = Buffer.allocUnsafe(text.length);
	const { read, written } = encoder.encodeInto(text, bytes);
	return read === text.length && written === text.length ? bytes : Buffer.from(text);
}

function lowerCase(headers: Headers): Headers {
	if (Object.keys(headers).every((name) => name === name.toLowerCase())) return headers;
	return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
