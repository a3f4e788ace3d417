import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { joinHeaders } from '../../clouds/join-headers.ts';
import type { Target } from '../../clouds/read-target.ts';
import { type Headers, mediaType } from '../../webhook/delivery.ts';
import type { RouteMatch } from './match-route.ts';

/** Lambda takes 6 MB in one call, and base64 counts. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const lambdaLimit = 6 * 1024 * 1024;

/** What an HTTP API sends to a function, payload format 2.0. */
export type HttpEvent = {
	readonly version: '2.0';
	readonly routeKey: string;
	/** As sent, still percent-encoded. */
	readonly rawPath: string;
	readonly rawQueryString: string;
	readonly cookies?: readonly string[];
	readonly headers: Headers;
	readonly queryStringParameters?: Readonly<Record<string, string>>;
	readonly pathParameters?: Readonly<Record<string, string>>;
	readonly requestContext: Readonly<Record<string, unknown>> & { readonly requestId: string; readonly domainName: string };
	readonly body?: string;
	readonly isBase64Encoded: boolean;
};

export type Received = {
	readonly request: IncomingMessage;
	readonly target: Target;
	readonly match: RouteMatch;
	readonly body: Buffer;
	readonly requestId: string;
	/** `host:port` that the gateway listens on, never what the sender says. */
	readonly domainName: string;
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export function toHttpEvent(received: Received): HttpEvent {
	const { request, target, match, body } = received;
	const { cookie, ...headers } = joinHeaders(request.rawHeaders);
	const parameters = queryParameters(target.query);
	const text = isText(headers) && isUtf8(body);
	return {
		version: '2.0',
		routeKey: routeKey(match),
		rawPath: target.path,
		rawQueryString: target.query,
		...(cookie !== undefined && { cookies: cookie.split(';').map((one) => one.trim()) }),
		headers,
		...(parameters && { queryStringParameters: parameters }),
		...(Object.keys(match.pathParameters).length > 0 && { pathParameters: match.pathParameters }),
		requestContext: requestContext(received, headers),
		...(body.length > 0 && { body: body.toString(text ? 'utf8' : 'base64') }),
		isBase64Encoded: body.length > 0 && !text,
	};
}

/** Whether a body of these headers goes to the function as text. Everything else is base64. */
export function isText(headers: Headers): boolean {
	if (headers['content-encoding']) return false;
	return /^(text\/.*|application\/(json|javascript|xml))$/.test(mediaType(headers));
}

function queryParameters(query: string): Record<string, string> | undefined {
	if (query === '') return undefined;
	const joined = new Map<string, string>();
	for (const [name, value] of new URLSearchParams(query)) {
		const before = joined.get(name);
		joined.set(name, before === undefined ? value : `${before},${value}`);
	}
	return Object.fromEntries(joined);
}

function routeKey({ route }: RouteMatch): string {
	return route.path === '$default' ? route.path : `${route.method} ${route.path}`;
}

function requestContext({ request, target, match, requestId, domainName }: Received, headers: Headers): HttpEvent['requestContext'] {
	const now = new Date();
	return {
		accountId: '000000000000',
		apiId: 'local',
		domainName,
		domainPrefix: 'local',
		http: {
			method: request.method,
			path: target.path,
			protocol: `HTTP/${request.httpVersion}`,
			sourceIp: (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
			userAgent: headers['user-agent'] ?? '',
		},
		requestId,
		routeKey: routeKey(match),
		stage: '$default',
		time: commonLogTime(now),
		timeEpoch: now.getTime(),
	};
}

/** `24/Nov/2026:08:35:27 +0000`. */
function commonLogTime(now: Date): string {
	const [, day, month, year, time] = now.toUTCString().split(' ');
	return `${day}/${month}/${year}:${time} +0000`;
}
