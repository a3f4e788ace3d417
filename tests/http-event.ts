import { readEvent } from '../src/clouds/local/read-event.ts';
import type { Delivery } from '../src/webhook/delivery.ts';
import type { TestPlatform } from './local-platform.ts';

/** What an HTTP API passes to a function for a delivery, its body as text or as base64. */
export function httpEvent(sent: Delivery, isBase64Encoded: boolean) {
	return {
		version: '2.0',
		rawPath: sent.path,
		rawQueryString: sent.query,
		headers: sent.headers,
		requestContext: {
			domainName: 'hooks.example.com',
			requestId: sent.requestId,
			timeEpoch: sent.receivedAt,
			http: { method: sent.method, sourceIp: sent.remoteAddress },
		},
		body: sent.rawBody.toString(isBase64Encoded ? 'base64' : 'utf8'),
		isBase64Encoded,
	};
}

/** The delivery as the chain will see it, URL and all, so that it can be signed. */
export function arriving(sent: Delivery): Delivery {
	const trigger = readEvent(httpEvent(sent, true));
	if (trigger.kind !== 'delivery') throw new TypeError('not read as a delivery');
	return trigger.delivery;
}

/** The platform with the local cloud's own reading of HTTP events. */
export function overHttp(on: TestPlatform): TestPlatform {
	return { ...on, cloud: { ...on.cloud, open: readEvent } };
}
