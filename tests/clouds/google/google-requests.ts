import type { GoogleRequest } from '../../../src/clouds/google/read-event.ts';
import type { Delivery } from '../../../src/webhook/delivery.ts';

/** What the functions-framework passes to a function for a delivery, with what Google's front end puts to it. */
export function httpRequest({
	path = '/webhooks/stripe',
	query = '',
	method = 'POST',
	headers = {},
	rawBody,
	remoteAddress,
}: Partial<Delivery>): GoogleRequest {
	const front = {
		host: 'europe-west1-test-project.cloudfunctions.net',
		'X-Forwarded-For': remoteAddress ?? '203.0.113.7',
		'X-Forwarded-Proto': 'https',
		'X-Cloud-Trace-Context': '105445aa7843bc8bf206b12000100000/1;o=1',
		Traceparent: '00-105445aa7843bc8bf206b12000100000-0000000000000001-01',
	};
	return {
		method,
		originalUrl: path + (query && `?${query}`),
		rawHeaders: Object.entries({ ...headers, ...front }).flat(),
		...(rawBody && rawBody.length > 0 && { rawBody }),
		socket: { remoteAddress: '169.254.1.1' },
	};
}

/** A request to a function that is not public, with JSON. */
export function jsonRequest(path: string, body?: unknown): GoogleRequest {
	return httpRequest({ path, headers: { 'content-type': 'application/json' }, rawBody: Buffer.from(JSON.stringify(body) ?? '') });
}

type Push = { readonly data: string; readonly messageId?: string; readonly deliveryAttempt?: number };

/** What Pub/Sub posts for one message. `data`: base64. */
export function pushRequest({ data, messageId = 'm1', deliveryAttempt }: Push): GoogleRequest {
	const message = { data, messageId, message_id: messageId, publishTime: '2026-01-15T12:00:00Z' };
	const subscription = 'projects/test-project/subscriptions/shop-prod-ledger';
	return jsonRequest('/_queue', { message, subscription, ...(deliveryAttempt !== undefined && { deliveryAttempt }) });
}
