import { afterEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { adyen } from '../../src/providers/adyen.ts';
import { asana } from '../../src/providers/asana.ts';
import { attio } from '../../src/providers/attio.ts';
import { auth0 } from '../../src/providers/auth0.ts';
import { azureEventGrid } from '../../src/providers/azure-event-grid.ts';
import { cloudevents } from '../../src/providers/cloudevents.ts';
import { fastspring } from '../../src/providers/fastspring.ts';
import { gocardless } from '../../src/providers/gocardless.ts';
import { hubspot } from '../../src/providers/hubspot.ts';
import { line } from '../../src/providers/line.ts';
import { mandrill } from '../../src/providers/mandrill.ts';
import { meta } from '../../src/providers/meta.ts';
import { microsoftGraph } from '../../src/providers/microsoft-graph.ts';
import { okta } from '../../src/providers/okta.ts';
import { pusher } from '../../src/providers/pusher.ts';
import { quickbooks } from '../../src/providers/quickbooks.ts';
import { segment } from '../../src/providers/segment.ts';
import { sendgrid } from '../../src/providers/sendgrid.ts';
import { tailscale } from '../../src/providers/tailscale.ts';
import { twilio } from '../../src/providers/twilio.ts';
import { twitch } from '../../src/providers/twitch.ts';
import { xero } from '../../src/providers/xero.ts';
import { onEvent, receive } from '../../src/receive.ts';
import type { Headers } from '../../src/webhook/delivery.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import { statusOf } from '../../src/webhook/record.ts';
import type { Route } from '../../src/webhook/source.ts';
import { secretName } from '../../src/webhook/source.ts';
import { deliver, localPlatform, type TestPlatform, wake } from '../local-platform.ts';
import { delivery } from './deliveries.ts';

type Three = readonly [provider: Provider, types: readonly [string, string], body: unknown, headers?: Headers];

const json = { 'content-type': 'application/json' };
const item = (eventCode: string, reference: object) => ({
	NotificationRequestItem: { eventCode, ...reference, amount: { value: 5, currency: 'EUR' }, success: 'true', additionalData: {} },
});
const event = (id: string, type: string) => ({ source: '/s', id, type, data: { id } });
const graph = (id: string, changeType?: string) => ({ id, changeType, clientState: '' });
const form = (body: object) => ({ form: new URLSearchParams({ mandrill_events: JSON.stringify(body) }).toString() });

/** Of three events that each provider sends in one body, the second can not be read. */
const deliveries: readonly Three[] = [
	[
		adyen,
		['AUTHORISATION', 'CAPTURE'],
		{ notificationItems: [item('AUTHORISATION', { pspReference: 'A' }), item('REFUND', {}), item('CAPTURE', { pspReference: 'C' })] },
	],
	[asana, ['task.added', 'task.deleted'], { events: [asanaEvent('added'), { resource: {} }, asanaEvent('deleted')] }],
	[attio, ['record.created', 'record.deleted'], { events: [{ event_type: 'record.created' }, 'odd', { event_type: 'record.deleted' }] }],
	[auth0, ['s', 'fp'], '{"log_id":"a","data":{"type":"s"}}\n{"log_id":\n{"log_id":"c","data":{"type":"fp"}}'],
	[azureEventGrid, ['x', 'y'], [{ id: 'a', eventType: 'x' }, { id: 'b' }, { id: 'c', eventType: 'y' }]],
	[
		cloudevents,
		['x', 'y'],
		[event('a', 'x'), { id: 'b', type: 'z' }, event('c', 'y')],
		{ 'content-type': 'application/cloudevents-batch+json' },
	],
	[fastspring, ['x', 'y'], { events: [{ id: 'a', type: 'x' }, null, { id: 'c', type: 'y' }] }],
	[
		gocardless,
		['payments.confirmed', 'mandates.active'],
		{
			events: [
				{ id: 'a', resource_type: 'payments', action: 'confirmed' },
				{ id: 'b' },
				{ id: 'c', resource_type: 'mandates', action: 'active' },
			],
		},
	],
	[hubspot, ['contact.creation', 'deal.creation'], [hubspotEvent('contact.creation', 1), { eventId: 2 }, hubspotEvent('deal.creation', 3)]],
	[line, ['follow', 'join'], { events: [{ webhookEventId: 'a', type: 'follow' }, 7, { webhookEventId: 'c', type: 'join' }] }],
	[mandrill, ['open', 'click'], form([{ event: 'open', _id: 'a' }, { _id: 'b' }, { event: 'click', _id: 'c' }])],
	[
		meta,
		['page.feed', 'page.name'],
		{
			object: 'page',
			entry: [
				{ id: '1', time: 2, changes: [{ field: 'feed', value: 1 }] },
				{},
				{ id: '1', time: 2, changes: [{ field: 'name', value: 3 }] },
			],
		},
	],
	[microsoftGraph, ['created', 'deleted'], { value: [graph('a', 'created'), graph('b'), graph('c', 'deleted')] }],
	[okta, ['x', 'y'], { data: { events: [{ uuid: 'a', eventType: 'x' }, [], { uuid: 'c', eventType: 'y' }] } }],
	[pusher, ['member_added', 'member_removed'], { time_ms: 1, events: [{ name: 'member_added' }, {}, { name: 'member_removed' }] }],
	[quickbooks, ['qbo.x', 'qbo.y'], [{ id: 'a', type: 'qbo.x' }, 'odd', { id: 'c', type: 'qbo.y' }]],
	[sendgrid, ['bounce', 'open'], [{ sg_event_id: 'a', event: 'bounce' }, { event: 'click' }, { sg_event_id: 'c', event: 'open' }]],
	[tailscale, ['nodeCreated', 'nodeDeleted'], [{ type: 'nodeCreated' }, 0, { type: 'nodeDeleted' }]],
	[twilio, ['x', 'y'], [event('a', 'x'), { type: 'z' }, event('c', 'y')]],
	[
		twitch,
		['drop', 'drop'],
		{ subscription: { type: 'drop' }, events: [{ id: 'a' }, {}, { id: 'c' }] },
		{ 'twitch-eventsub-message-id': 'm' },
	],
	[xero, ['INVOICE.CREATE', 'CONTACT.UPDATE'], { events: [xeroEvent('INVOICE', 'CREATE'), {}, xeroEvent('CONTACT', 'UPDATE')] }],
];

let on: TestPlatform | undefined;
afterEach(() => {
	on?.close();
	on = undefined;
});

describe('of three events in one delivery of which the second can not be read', () => {
	it.each(deliveries.map((row) => [row[0].id, row] as const))(
		'%s: the others are kept and handled, and the answer is 2xx',
		async (id, row) => {
			const [provider, types, body, headers] = row;
			const path = `/webhooks/${id}`;
			const endpoint: Route = { function: 'endpoint', source: id, ack: 'stored', path };
			const taken = types.map((type): Route => ({ function: 'handler', source: id, type, ack: 'stored' }));
			on = localPlatform('endpoint', [endpoint, ...taken], { [id]: {} });
			const { cloud, store } = on;
			const secret = provider.scheme.generate();
			on.secrets.set(secretName(id, 'WEBHOOK_SECRET'), secret.verifying);
			const handled: string[] = [];
			const settings = { payload: z.unknown(), on: { ...on, cloud: { ...cloud, functionName: () => 'handler' } } };
			const handler = onEvent(provider, [...new Set(types)], settings, ({ type }) => void handled.push(type));
			const sent = await provider.scheme.sign({ ...unsigned(body, headers), path }, secret.signing);

			const reply = await deliver(receive(provider, on), sent);
			const messages = await store.queue.take({ now: Date.now(), until: Date.now() + 60_000 }, ['handler'], 10);
			for (const { message } of messages) await wake(handler, message);

			expect(reply.status).toBe(provider.accepted?.status ?? 200);
			expect(handled.sort()).toEqual([...types].sort());
			const kept = [...(await cloud.events.list({}))].sort((a, b) => a.index - b.index);
			expect(kept.map(statusOf)).toEqual(['done', 'dead', 'done']);
			expect(kept[1]).toMatchObject({ reason: 'event-unidentified', type: 'unreadable' });
		},
	);
});

describe('a batch of Segment, of which only the first event is signed', () => {
	it('is refused with 401, and the log says why', async () => {
		on = localPlatform('segment', [{ function: 'segment', source: 'segment', ack: 'stored', path: '/webhooks/segment' }], { segment: {} });
		on.secrets.set('SEGMENT_WEBHOOK_SECRET', 's');
		const events = [track('a'), track('b')];
		const { headers } = segment.scheme.sign(unsigned(events[0]), 's');

		const reply = await deliver(receive(segment, on), { ...unsigned(events), path: '/webhooks/segment', headers });

		expect([reply.status, JSON.parse(reply.body).code]).toEqual([401, 'signature-invalid']);
		expect(on.lines.join()).toContain('"detail":"batch-not-signed"');
		expect(await on.cloud.events.list({})).toEqual([]);
	});

	it('is told from a delivery that is no list', () => {
		const sent = segment.scheme.sign(unsigned(track('a')), 's');

		expect(segment.scheme.verify(sent, ['s'])).toEqual({ valid: true, secret: 0 });
		expect(segment.scheme.verify(sent, ['other'])).toEqual({ valid: false, reason: 'signature-mismatch' });
		expect(segment.scheme.verify(unsigned([track('a')]), ['s'])).toEqual({ valid: false, reason: 'signature-missing' });
	});
});

function track(messageId: string): object {
	return { type: 'track', messageId };
}

function unsigned(body: unknown, headers: Headers = json) {
	if (typeof body === 'string') return delivery(body, headers);
	if (typeof body === 'object' && body !== null && 'form' in body)
		return delivery(String(body.form), { 'content-type': 'application/x-www-form-urlencoded' });
	return delivery(JSON.stringify(body), { ...json, ...headers });
}

function asanaEvent(action: string): object {
	return { resource: { resource_type: 'task' }, action };
}

function hubspotEvent(subscriptionType: string, eventId: number): object {
	return { portalId: 1, subscriptionId: 2, eventId, occurredAt: 4, subscriptionType };
}

function xeroEvent(eventCategory: string, eventType: string): object {
	return { eventCategory, eventType };
}
