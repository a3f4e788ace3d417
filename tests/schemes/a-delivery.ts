import type { Delivery } from '../../src/webhook/delivery.ts';

/** 2026-01-02T03:04:05.678Z. */
export const receivedAt = 1_767_323_045_678;

/** An unsigned delivery of a small JSON body, with what a test changes. */
export function aDelivery(changes: Partial<Delivery> = {}): Delivery {
	return {
		requestId: 'request-1',
		receivedAt,
		method: 'POST',
		path: '/webhooks/sender',
		query: '',
		url: 'https://hooks.example.com/webhooks/sender',
		headers: { 'content-type': 'application/json' },
		rawBody: Buffer.from('{"id":"evt_1","name":"Zoë"}'),
		remoteAddress: '192.0.2.1',
		traceparent: '',
		...changes,
	};
}

/** The delivery with some headers changed; `undefined` removes one. */
export function withHeaders(delivery: Delivery, changes: Readonly<Record<string, string | undefined>>): Delivery {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries({ ...delivery.headers, ...changes })) if (value !== undefined) headers[name] = value;
	return { ...delivery, headers };
}
