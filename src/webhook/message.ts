import type { EventKey, EventRecord } from './record.ts';

/** What wakes a function: a CloudEvents 1.0 envelope without data, since the record holds it. */
export type Message = {
	readonly specversion: '1.0';
	readonly id: string;
	/** `/webhooks/<source>`. */
	readonly source: string;
	readonly type: string;
	/** RFC 3339. */
	readonly time: string;
	/** The key of the bytes in blobs, when the record does not hold them. */
	readonly dataref?: string;
	/** Extension attribute: https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/distributed-tracing.md */
	readonly traceparent?: string;
	/** Extension attribute: the function to wake. */
	readonly function: string;
};

const prefix = '/webhooks/';

export function messageFor(record: EventRecord, name: string): Message {
	return {
		specversion: '1.0',
		id: record.id,
		source: prefix + record.source,
		type: record.type,
		time: new Date(record.receivedAt).toISOString(),
		...('blob' in record.body && { dataref: record.body.blob }),
		...(record.traceparent !== '' && { traceparent: record.traceparent }),
		function: name,
	};
}

export function keyOf(message: Message): EventKey {
	return { source: message.source.slice(prefix.length), id: message.id };
}

/** JSON in ASCII, because some queues take no other text. */
export function encodeMessage(message: Message): string {
	return JSON.stringify(message).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
