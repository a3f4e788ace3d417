import { createHash } from 'node:crypto';
import type { Listened } from '../../../src/plugin/local/listened.ts';
import type { EventRecord } from '../../../src/webhook/record.ts';

/** What is handed over of one event that a stage has kept in its record. */
export function listenedOf(record: EventRecord, changes: Partial<Listened> = {}): Listened {
	const { source, receivedAt, headers, query, traceparent, id, type, index } = record;
	const bytes = Buffer.isBuffer(record.body) ? record.body : Buffer.alloc(0);
	return {
		...{ stage: 'dev', source, receivedAt, headers, query, traceparent },
		body: bytes.toString('base64'),
		sha256: createHash('sha256').update(bytes).digest('hex'),
		events: [{ id, type, index }],
		...changes,
	};
}
