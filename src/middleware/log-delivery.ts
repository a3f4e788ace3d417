import type { Reply } from '../webhook/reply.ts';
import type { Source } from '../webhook/source.ts';
import { traceIdOf } from '../webhook/traceparent.ts';
import { oneLine } from './one-line.ts';
import type { Passage, Platform } from './step.ts';

/** What is told of a delivery; it may have come to no source. */
export type Told = Pick<Passage, 'delivery' | 'verified' | 'events' | 'duplicates' | 'handshake' | 'refusal' | 'diagnosis'> & {
	readonly source: Pick<Source, 'name'>;
};

/** One line for each delivery, and with it what was measured. Nothing of the body, and of the signature only why it was refused. `hint` is of our own words, and whole. */
export function logDelivery(told: Told, reply: Reply, { cloud }: Platform): void {
	const { delivery, source, events, refusal, diagnosis } = told;
	const [{ id, type } = {}] = events ?? [];
	cloud.log[refusal ? 'warn' : 'info'](refusal ? 'delivery refused' : 'delivery accepted', {
		source: source.name,
		'http.response.status_code': reply.status,
		'cloudevents.event_type': type && oneLine(type),
		'cloudevents.event_id': id && oneLine(id),
		events: events?.length,
		outcome: outcomeOf(told),
		code: refusal?.code,
		detail: refusal && oneLine(refusal.detail),
		diagnosis: diagnosis?.code,
		hint: diagnosis?.hint,
		duration_ms: Math.max(0, cloud.now() - delivery.receivedAt),
		'faas.invocation_id': delivery.requestId,
		trace_id: traceIdOf(delivery.traceparent),
	});
	cloud.metrics.flush();
}

function outcomeOf({ refusal, handshake, events = [], duplicates = 0 }: Told): string {
	if (refusal) return 'refused';
	if (handshake) return 'handshake';
	return events.length > 0 && duplicates === events.length ? 'duplicate' : 'accepted';
}
