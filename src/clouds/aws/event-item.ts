import { type EventKey, type EventRecord, type Run, statusOf } from '../../webhook/record.ts';
import { dueOf } from '../../webhook/run.ts';
import { removalSecond } from '../removal-second.ts';
import type { Versioned } from '../versioned-records.ts';
import { anyText, bytes, type Item, number, readAnyText, readBytes, readNumber, readText, text } from './attribute.ts';
import { dayKey, itemKey, shardOf } from './table.ts';

/** What a queue keeps at most, and so long ours keep dead letters: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-quotas.html */
const letterDays = 14;

export function eventKey({ source, id }: EventKey): string {
	return itemKey('event', source, id);
}

export function toItem({ record, version }: Versioned): Item {
	const pk = eventKey(record);
	const { body, sealed, sha256, unsigned, secret, reason, eraseAt, forgottenAt } = record;
	return {
		pk: text(pk),
		version: text(version),
		source: anyText(record.source),
		eventId: anyText(record.id),
		type: anyText(record.type),
		receivedAt: number(record.receivedAt),
		expiresAt: number(record.expiresAt),
		day: text(dayKey(record.receivedAt, shardOf(pk))),
		headers: text(JSON.stringify(record.headers)),
		query: anyText(record.query),
		...(record.traceparent !== '' && { traceparent: text(record.traceparent) }),
		// No body is an empty one.
		...(Buffer.isBuffer(body) ? body.length > 0 && { body: bytes(body) } : { blob: anyText(body.blob) }),
		...(sealed && { sealed: text('1') }),
		...(sha256 !== undefined && { sha256: text(sha256) }),
		index: number(record.index),
		...(unsigned && { unsigned: text(JSON.stringify(unsigned)) }),
		...(secret && { secret: text(secret) }),
		...(reason !== undefined && { reason: anyText(reason) }),
		...(eraseAt !== undefined && { eraseAt: number(eraseAt) }),
		...(forgottenAt !== undefined && { forgottenAt: number(forgottenAt) }),
		...toState(record),
	};
}

/** What of an item a run changes. The attributes that are left out must not be there. */
export function toState(record: EventRecord): Item {
	const due = dueOf(record);
	const ttl = removalSecond(record, letterDays);
	return {
		status: text(statusOf(record)),
		runs: text(JSON.stringify(record.functions)),
		...(due !== undefined && { due: text(shardOf(eventKey(record))), dueAt: number(due) }),
		...(ttl !== undefined && { ttl: number(ttl) }),
	};
}

export const optionalState = ['due', 'dueAt', 'ttl'] as const;

export function fromItem(item: Item): Versioned {
	const { blob, sealed, sha256, unsigned, secret, reason, eraseAt, forgottenAt } = item;
	const record: EventRecord = {
		source: readAnyText(item.source),
		id: readAnyText(item.eventId),
		type: readAnyText(item.type),
		receivedAt: readNumber(item.receivedAt),
		expiresAt: readNumber(item.expiresAt),
		// Sound, as the two below, because only toItem and toState write these.
		headers: JSON.parse(readText(item.headers)) as EventRecord['headers'],
		query: readAnyText(item.query),
		traceparent: readText(item.traceparent),
		body: blob ? { blob: readAnyText(blob) } : readBytes(item.body),
		...(sealed && { sealed: true as const }),
		...(sha256 && { sha256: readText(sha256) }),
		index: readNumber(item.index),
		...(unsigned && { unsigned: JSON.parse(readText(unsigned)) as ('id' | 'type')[] }),
		...(secret && { secret: readText(secret) as 'previous' }),
		...(reason && { reason: readAnyText(reason) }),
		...(eraseAt && { eraseAt: readNumber(eraseAt) }),
		...(forgottenAt && { forgottenAt: readNumber(forgottenAt) }),
		functions: JSON.parse(readText(item.runs)) as Record<string, Run>,
	};
	return { record, version: readText(item.version) };
}
