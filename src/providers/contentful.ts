import { json } from '../parsers/json.ts';
import { canonicalRequest } from '../schemes/canonical-request.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The type is the topic, such as `ContentManagement.Entry.publish`. The payload is the whole body. */
export const contentful: DirectProvider = {
	id: 'contentful',
	name: 'Contentful',
	docs: 'https://www.contentful.com/developers/docs/webhooks/request-verification/',
	// The tolerance is the official library's.
	scheme: canonicalRequest({ prefix: 'x-contentful', tolerance: 30 }),
	contentTypes: { 'application/vnd.contentful.management.v1+json': json, 'application/json': json },
	identify: (body, delivery) => [identifyOne(body, delivery)],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 30,
	expects: 'any 2xx',
	unsigned: 'the headers that `X-Contentful-Signed-Headers` does not name',
	sameEvent: 'topic and digest of the body, the same over retries',
	secret: 'the signing secret, 64 characters',
	rotation: 'the old signing secret ends at once',
};

/** Not X-Contentful-Idempotency-Key: nothing says that it is the same for a retry. */
function identifyOne(body: unknown, { headers, rawBody }: Delivery): Identified {
	const type = textAt(headers, 'x-contentful-topic');
	const isSigned = (headers['x-contentful-signed-headers'] ?? '').split(',').includes('x-contentful-topic');
	return { id: type && `${type}.${sha256(rawBody)}`, type, payload: body, ...(!isSigned && { unsigned: ['id', 'type'] }) };
}
