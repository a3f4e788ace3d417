import type { Delivery } from '../../../src/webhook/delivery.ts';
import type { Taken } from './take-all.ts';

const noon = Date.UTC(2026, 0, 15, 12);

/** What an HTTP API with payload 2.0 passes to a function for a delivery, with everything that it really sends. */
export function httpApiEvent(sent: Partial<Delivery>, { base64 = true, cookies }: { base64?: boolean; cookies?: readonly string[] } = {}) {
	const { path = '/webhooks/stripe', query = '', method = 'POST', rawBody = Buffer.alloc(0), headers = {}, receivedAt = noon } = sent;
	return {
		version: '2.0',
		routeKey: `ANY ${path}`,
		rawPath: path,
		rawQueryString: query,
		...(cookies && { cookies }),
		headers: { 'x-amzn-trace-id': 'Root=1-6966d5c0-1f2e3d4c5b6a79880f1e2d3c', 'x-forwarded-for': '203.0.113.7', ...headers },
		requestContext: {
			accountId: '000000000000',
			apiId: 'a1b2c3d4e5',
			domainName: 'a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com',
			domainPrefix: 'a1b2c3d4e5',
			http: { method, path, protocol: 'HTTP/1.1', sourceIp: sent.remoteAddress ?? '203.0.113.7', userAgent: 'curl/8' },
			requestId: sent.requestId ?? 'JKJaXmPLvHcESHA=',
			routeKey: `ANY ${path}`,
			stage: '$default',
			time: '15/Jan/2026:12:00:00 +0000',
			timeEpoch: receivedAt,
		},
		...(rawBody.length > 0 && { body: rawBody.toString(base64 ? 'base64' : 'utf8') }),
		isBase64Encoded: base64 && rawBody.length > 0,
	};
}

/** What an event source mapping passes to a function for messages of a queue: its URL's last part is the queue's name. */
export function sqsEvent(
	queueUrl: string,
	taken: readonly (Pick<Taken, 'body' | 'messageId' | 'receiptHandle'> & { readonly receiveCount?: string })[],
) {
	return {
		Records: taken.map(({ body, messageId, receiptHandle, receiveCount = '1' }) => ({
			messageId,
			receiptHandle,
			body,
			attributes: {
				ApproximateReceiveCount: receiveCount,
				SentTimestamp: String(noon),
				SenderId: 'AIDA',
				ApproximateFirstReceiveTimestamp: String(noon),
			},
			messageAttributes: {},
			md5OfBody: '',
			eventSource: 'aws:sqs',
			eventSourceARN: `arn:aws:sqs:eu-central-1:000000000000:${queueUrl.slice(queueUrl.lastIndexOf('/') + 1)}`,
			awsRegion: 'eu-central-1',
		})),
	};
}
