import type { Cloud } from '../webhook/ports.ts';
import { traceIdOf } from '../webhook/traceparent.ts';
import { type Assignment, codeOf, type Ending } from './assignment.ts';
import { oneLine } from './one-line.ts';
import type { Work } from './run-once.ts';
import type { Platform } from './step.ts';

/** One line, and the measurements, for each run of a function, however it ends. Nothing of the payload, and of an error its first line. */
export function logAttempt(work: Work, { cloud }: Platform): Work {
	return async (assignment) => {
		const began = cloud.now();
		try {
			const ending = await work(assignment);
			tell(assignment, { outcome: ending.ending, code: codeOf(ending), began }, cloud);
			measure(assignment, ending, cloud);
			return ending;
		} catch (error) {
			// How it ended could not be recorded, so it will be run again.
			assignment.failure = error instanceof Error ? error.message : 'not an Error';
			tell(assignment, { outcome: 'unrecorded', code: 'store-unavailable', began }, cloud);
			throw error;
		}
	};
}

type Told = { readonly outcome: string; readonly code: string | undefined; readonly began: number };

function tell({ claim, requestId, failure, thrownAt, function: name }: Assignment, { outcome, code, began }: Told, cloud: Cloud): void {
	const { record, attempt } = claim;
	const now = cloud.now();
	cloud.log[code ? 'error' : 'info'](`attempt ${outcome}`, {
		source: record.source,
		'cloudevents.event_type': record.type,
		'cloudevents.event_id': record.id,
		'faas.name': name,
		attempt,
		outcome,
		code,
		detail: failure && oneLine(failure),
		at: thrownAt,
		duration_ms: now - began,
		age_ms: Math.max(0, now - record.receivedAt),
		'faas.invocation_id': requestId,
		trace_id: traceIdOf(record.traceparent),
	});
}

function measure({ claim: { record }, function: name }: Assignment, { ending }: Ending, { metrics, now }: Cloud): void {
	const of = { function: name };
	if (ending === 'failed') metrics.add('retried', 1, of);
	if (ending !== 'done') return;
	metrics.add('handled', 1, of);
	// How long ago an operator's replay came says nothing.
	if (record.functions[name]?.replays === 0) metrics.add('age', Math.max(0, now() - record.receivedAt), of);
}
