import type { EventRecord, Run } from './record.ts';

/**
 * What is left of a record that an operator had forgotten: enough to know a second copy of its event, and nothing of what was sent. Field by field, so that
 * a field which records get later is not left by mistake. The key of bytes in blobs stays, and whether they are sealed, so that
 * removing them can be tried again.
 */
export function forgotten(record: EventRecord, at: number): EventRecord {
	const { source, id, type, receivedAt, expiresAt, traceparent, body, sealed, index, unsigned, secret, reason, functions } = record;
	return {
		...{ source, id, type, receivedAt, expiresAt, traceparent, index },
		...(unsigned && { unsigned }),
		...(secret && { secret }),
		...(reason !== undefined && { reason }),
		headers: {},
		query: '',
		body: Buffer.isBuffer(body) ? Buffer.alloc(0) : body,
		...(sealed && !Buffer.isBuffer(body) && { sealed }),
		sha256: '',
		forgottenAt: at,
		functions: Object.fromEntries(Object.entries(functions).map(([name, run]) => [name, forgetRun(run)])),
	};
}

/** What was done stays done. What waits ends dead, because there is nothing left to run it with; whoever had it forgotten needs no dead letter. */
export function forgetRun({ lastError: _, reply: __, ...run }: Run): Run {
	if (run.status === 'pending') return { ...run, status: 'dead', reason: 'forgotten by an operator', sent: true };
	return run.reason === undefined ? run : { ...run, reason: briefReason(run.reason) };
}

/** A reason without what stands after its colon, which names fields of the payload. A dead letter is sent with this, because it can't be taken back. */
export function briefReason(reason: string): string {
	return reason.split(':', 1).join('');
}
