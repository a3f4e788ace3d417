import { createHash, randomUUID } from 'node:crypto';
import type { EventRecord } from '../../src/webhook/record.ts';
import { sampleRecord, sampleRun, week } from './sample-record.ts';

/** An invoice that was paid, as a stage has kept it that has run its own function for it. */
export function paidInvoice(receivedAt: number, id = `evt_${randomUUID()}`): EventRecord {
	const body = Buffer.from(JSON.stringify({ id, type: 'invoice.paid', data: { object: { id: `in_${id}` } } }));
	const sha256 = createHash('sha256').update(body).digest('hex');
	const functions = { pay: sampleRun({ status: 'done', attempts: 1, sent: true }) };
	return sampleRecord({ id, receivedAt, expiresAt: receivedAt + week, body, sha256, functions });
}
