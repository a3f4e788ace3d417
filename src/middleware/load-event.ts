import { mediaType } from '../webhook/delivery.ts';
import { webhookEvent } from '../webhook/event.ts';
import type { Cloud } from '../webhook/ports.ts';
import type { Provider } from '../webhook/provider.ts';
import type { EventRecord } from '../webhook/record.ts';
import { verified } from '../webhook/verified.ts';
import type { Task } from './assignment.ts';
import { openBody } from './open-body.ts';
import type { Platform } from './step.ts';

/** The event as its function gets it: what is kept of what was signed. */
export function loadEvent({ cloud }: Platform): Task {
	return {
		before: async ({ event: assignment }) => {
			const { record, attempt } = assignment.claim;
			const { payload, rawBody } = assignment.said ?? (await read(record, assignment.provider, cloud));
			assignment.event = webhookEvent({
				id: record.id,
				type: record.type,
				source: record.source,
				payload,
				receivedAt: record.receivedAt,
				attempt,
				idempotencyKey: `${record.source}/${record.id}/${assignment.function}`,
				headers: record.headers,
				traceparent: record.traceparent,
				rawBody,
			});
			return undefined;
		},
	};
}

/** What is read of a kept delivery. */
export type Kept = Pick<EventRecord, 'id' | 'headers' | 'query' | 'receivedAt' | 'traceparent'>;

/** What a kept delivery says, read as it was when it came. */
export async function parseKept(record: Kept, rawBody: Buffer, provider: Provider) {
	const { headers, query, receivedAt, traceparent } = record;
	const delivery = verified({
		requestId: record.id,
		receivedAt,
		method: 'POST',
		path: '',
		query,
		url: '',
		headers,
		rawBody,
		remoteAddress: '',
		traceparent,
	});
	const type = mediaType(headers);
	const parse = Object.hasOwn(provider.contentTypes, type) ? provider.contentTypes[type] : undefined;
	if (parse === undefined) throw new Error(`${provider.id} no longer takes this content type`);
	return { body: await parse(delivery), delivery };
}

async function read(record: EventRecord, provider: Provider, cloud: Cloud) {
	const rawBody = await openBody(record, cloud);
	const { body, delivery } = await parseKept(record, rawBody, provider);
	const found = provider.identify(body, delivery)[record.index];
	if (found === undefined) throw new Error(`${provider.id} finds no event ${record.index} in the kept bytes`);
	return { payload: found.payload, rawBody };
}
