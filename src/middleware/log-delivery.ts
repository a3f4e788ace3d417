import type { Reply } from '../webhook/reply.ts';
import { traceIdOf } from '../webhook/traceparent.ts';
import type { Passage, Platform } from './step.ts';

/** A sender's id may be as long as its body. */
const longest = 200;

/** One line for each delivery. Nothing of the body, and of the signature only why it was refused. */
export function logDelivery(passage: Passage, reply: Reply, { cloud }: Platform): void {
	const { delivery, source, events, refusal } = passage;
	cloud.log[refusal ? 'warn' : 'info'](refusal ? 'delivery refused' : 'delivery accepted', {
		source: source.name,
		'http.response.status_code': reply.status,
		'cloudevents.event_type': events?.[0]?.type?.slice(0, longest),
		'cloudevents.event_id': events?.[0]?.id?.slice(0, longest),
		events: events?.length,
		code: refusal?.code,
		detail: refusal?.detail.slice(0, longest),
		'faas.invocation_id': delivery.requestId,
		trace_id: traceIdOf(delivery.traceparent),
	});
}
