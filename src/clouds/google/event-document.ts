import { type EventKey, statusOf } from '../../webhook/record.ts';
import { dueOf } from '../../webhook/run.ts';
import { decodeRecord, encodeRecord } from '../record-json.ts';
import { removalSecond } from '../removal-second.ts';
import type { Versioned } from '../versioned-records.ts';
import { type Document, documentId, type Fields } from './documents.ts';
import { shards } from './firestore-schema.ts';

/** What a subscription keeps at most, and so long ours keep dead letters: https://cloud.google.com/pubsub/docs/subscription-message-retention */
const letterDays = 31;

export function eventId({ source, id }: EventKey): string {
	return documentId(source, id);
}

/** The whole record in `record`; beside it what is queried, and from when Firestore may remove it. */
export function toFields({ record, version }: Versioned): Fields {
	const due = dueOf(record);
	const ttl = removalSecond(record, letterDays);
	return {
		record: { bytesValue: encodeRecord(record).toString('base64') },
		version: { stringValue: version },
		shard: { stringValue: shardOf(eventId(record)) },
		receivedAt: { doubleValue: record.receivedAt },
		status: { stringValue: statusOf(record) },
		...(due !== undefined && { dueAt: { doubleValue: due } }),
		...(ttl !== undefined && { ttl: { timestampValue: new Date(ttl * 1000).toISOString() } }),
	};
}

export function fromDocument({ fields, updateTime }: Document): Versioned {
	return {
		record: decodeRecord(Buffer.from(fields.record?.bytesValue ?? '', 'base64')),
		version: fields.version?.stringValue ?? '',
		tag: updateTime,
	};
}

function shardOf(id: string): string {
	return String(Number.parseInt(id.slice(0, 2), 16) % shards.length);
}
