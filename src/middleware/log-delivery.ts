import type { Reply } from '../webhook/reply.ts';
import type { Passage, Platform } from './step.ts';

/** One line for each delivery. Nothing of the body, and of the signature only why it was refused. */
export function logDelivery(passage: Passage, reply: Reply, { cloud }: Platform): void {
	const { delivery, source, events, refusal } = passage;
	cloud.log[refusal ? 'warn' : 'info'](refusal ? 'delivery refused' : 'delivery accepted', {
		source: source.name,
		'http.response.status_code': reply.status,
		'cloudevents.event_type': events?.[0]?.type,
		'cloudevents.event_id': events?.[0]?.id,
		events: events?.length,
		code: refusal?.code,
		detail: refusal?.detail,
		'faas.invocation_id': delivery.requestId,
	});
}
