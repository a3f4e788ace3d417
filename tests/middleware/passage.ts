import type { Passage, Step } from '../../src/middleware/step.ts';
import { stripe } from '../../src/providers/stripe.ts';
import type { EventRecord } from '../../src/webhook/record.ts';
import type { Route, Source } from '../../src/webhook/source.ts';
import { verified } from '../../src/webhook/verified.ts';
import { delivery, localPlatform, type TestPlatform } from '../local-platform.ts';

export const secret = 'whsec_a_secret_of_the_test';
export const endpoint: Route = { function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' };
export const paid: Route = { function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' };
export const source: Source = { name: 'stripe', provider: 'stripe', maxBody: 1024 };
export const invoicePaid = Buffer.from('{"id":"evt_1","type":"invoice.paid","data":{"object":{"id":"in_1"}}}');

/** The real store with one source, its endpoint and one function. */
export function stripePlatform(routes: readonly Route[] = [endpoint, paid]): TestPlatform {
	return localPlatform('invoice-paid', routes, { stripe: {} });
}

/** A delivery before the first step. */
export function passage(changes: Partial<Passage> = {}): Passage {
	return { delivery: delivery({ rawBody: invoicePaid }), route: endpoint, source, provider: stripe, ...changes };
}

/** A delivery whose signature has been found good. */
export function verifiedPassage(changes: Partial<Passage> = {}): Passage {
	const before = passage(changes);
	return { ...before, verified: verified(before.delivery) };
}

/** What a step answers, and what it leaves for the log; undefined when it lets the delivery pass. */
export async function outcomeOf(step: Step, event: Passage) {
	const reply = await step.before?.({ event });
	return reply && { status: reply.status, ...event.refusal };
}

/** The cloud with some methods of its event records replaced: a store that fails, or that loses answers. */
export function withEvents(on: TestPlatform, changes: Partial<TestPlatform['cloud']['events']>): TestPlatform {
	return { ...on, cloud: { ...on.cloud, events: { ...on.cloud.events, ...changes } } };
}

export function withQueue(on: TestPlatform, changes: Partial<TestPlatform['cloud']['queue']>): TestPlatform {
	return { ...on, cloud: { ...on.cloud, queue: { ...on.cloud.queue, ...changes } } };
}

export const failing = () => Promise.reject(new Error('out of reach'));

export function everything(on: TestPlatform): Promise<readonly EventRecord[]> {
	return on.cloud.events.list({});
}
