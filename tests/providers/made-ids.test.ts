import { describe, expect, it } from '@jest/globals';
import { attio } from '../../src/providers/attio.ts';
import { bitbucket } from '../../src/providers/bitbucket.ts';
import { calendly } from '../../src/providers/calendly.ts';
import { docusign } from '../../src/providers/docusign.ts';
import { elevenlabs } from '../../src/providers/elevenlabs.ts';
import { gitlab } from '../../src/providers/gitlab.ts';
import { hygraph } from '../../src/providers/hygraph.ts';
import { linear } from '../../src/providers/linear.ts';
import { meta } from '../../src/providers/meta.ts';
import { microsoftGraph } from '../../src/providers/microsoft-graph.ts';
import { sentry } from '../../src/providers/sentry.ts';
import { typeform } from '../../src/providers/typeform.ts';
import { webflow } from '../../src/providers/webflow.ts';
import { wise } from '../../src/providers/wise.ts';
import { woocommerce } from '../../src/providers/woocommerce.ts';
import { zendesk } from '../../src/providers/zendesk.ts';
import type { Headers } from '../../src/webhook/delivery.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import { delivery } from './deliveries.ts';

type Sent = readonly [body: object, headers?: Headers];

function only(provider: Provider, [body, headers = {}]: Sent) {
	const [event, ...others] = provider.identify(body, delivery(JSON.stringify(body), headers));
	if (event === undefined || others.length > 0) throw new Error(`${provider.id}: not one event`);
	return event;
}

const issue = { type: 'Issue', action: 'update', createdAt: '2026-11-20T14:00:00.123Z', data: { id: 'i-1' } };
const envelope = { event: 'recipient-completed', generatedDateTime: '2026-11-20T14:00:00.4147743Z', data: { envelopeId: 'e-1' } };
const invitee = { event: 'invitee.created', created_at: '2026-11-20T14:00:00.000000Z', payload: { uri: 'https://api.calendly.com/i/1' } };
const partial = { event_type: 'form_response_partial', event_id: 'w-1', form_response: { token: 't-1', answers: [1] } };
const solved = { type: 'ticket.solved', id: '5158' };
const updated = { webhook_id: 'w', events: [{ event_type: 'record.updated', id: { record_id: 'r-1' } }] };
const stock = { triggerType: 'ecomm_inventory_changed', payload: { id: 's-1', quantity: 4, inventoryType: 'finite' } };
const booking = { triggerType: 'form_submission', payload: { id: 'f-1', submittedAt: '2026-11-20T14:00:00.123Z' } };
const record = { events: [{ event_type: 'record.updated', id: { record_id: 'r-1' }, actor: { id: 'a-1' } }] };
const drive = { value: [{ subscriptionId: 's-1', changeType: 'updated', resource: 'me/drive/root', clientState: 'c' }] };
const entry = { operation: 'publish', data: { __typename: 'Post', id: 'p-1', stage: 'PUBLISHED' } };
const wholeEntry = { ...entry, data: { ...entry.data, updatedAt: '2026-11-20T14:00:00.000Z' } };
const recursive = { 'x-gitlab-event-uuid': 'u' };

describe('an event is the same when it is sent again', () => {
	it.each<readonly [string, Provider, Sent, Sent]>([
		[
			'Linear: at another time',
			linear,
			[{ ...issue, webhookTimestamp: 1 }],
			[{ ...issue, webhookTimestamp: 2 }, { 'linear-delivery': 'd-2' }],
		],
		['Docusign: with a count of retries', docusign, [{ ...envelope, retryCount: 0 }], [{ ...envelope, retryCount: 1 }]],
		[
			'Sentry: under another request id',
			sentry,
			[{ action: 'created' }, { 'request-id': 'a' }],
			[{ action: 'created' }, { 'request-id': 'b' }],
		],
		['Typeform: a whole response with another event id', typeform, [whole('w-1', 't-1')], [whole('w-2', 't-1')]],
		['Calendly', calendly, [invitee], [{ ...invitee, created_by: 'someone' }]],
		[
			'GitLab: a key of its own',
			gitlab,
			[{ a: 1 }, { 'idempotency-key': 'k' }],
			[{ a: 1 }, { 'idempotency-key': 'k', 'x-gitlab-event-uuid': 'u' }],
		],
		['GitLab before 17.4: its bytes', gitlab, [{ a: 1 }], [{ a: 1 }, { 'x-gitlab-event-uuid': 'u' }]],
		['Attio: under the same key', attio, [updated, { 'idempotency-key': 'k' }], [updated, { 'idempotency-key': 'k' }]],
		['Attio without a key: its bytes', attio, [updated], [updated]],
		['Webflow: at another time', webflow, [booking, { 'x-webflow-timestamp': '1' }], [booking, { 'x-webflow-timestamp': '2' }]],
		['Attio', attio, [record, { 'idempotency-key': 'k-1' }], [record, { 'idempotency-key': 'k-1', 'x-attempt': '2' }]],
		['Hygraph: with the entry in it', hygraph, [wholeEntry, signedAt(1)], [wholeEntry, signedAt(2)]],
		['Bitbucket: at a later attempt', bitbucket, [{}, { 'x-request-uuid': 'u' }], [{}, { 'x-request-uuid': 'u', 'x-attempt-number': '2' }]],
	])('%s', (_, provider, first, second) => {
		expect(only(provider, first).id).toEqual(expect.stringMatching(/./));
		expect(only(provider, second).id).toBe(only(provider, first).id);
	});
});

describe('an event is another', () => {
	it.each<readonly [string, Provider, Sent, Sent]>([
		['Linear: when the same issue changes again', linear, [issue], [{ ...issue, createdAt: '2026-11-20T14:00:00.124Z' }]],
		['Docusign: of another recipient', docusign, [recipient('1')], [recipient('2')]],
		['Docusign: of the same envelope, later', docusign, [envelope], [{ ...envelope, generatedDateTime: '2026-11-20T14:00:00.4147744Z' }]],
		['Typeform: when a response has grown', typeform, [partial], [{ ...partial, form_response: { token: 't-1', answers: [1, 2] } }]],
		['Calendly: what becomes of the same invitee', calendly, [invitee], [{ ...invitee, event: 'invitee.canceled' }]],
		['ElevenLabs: of the same conversation', elevenlabs, [call('post_call_transcription')], [call('post_call_audio')]],
		['Zendesk: what a trigger sends of the same ticket', zendesk, [solved, invocation('a')], [solved, invocation('b')]],
		['WooCommerce: within the same second', woocommerce, [{ id: 1 }, hook('d-1')], [{ id: 2 }, hook('d-1')]],
		['WooCommerce: two topics of one change', woocommerce, [{ id: 1 }, hook('d-1')], [{ id: 1 }, hook('d-2')]],
		['Attio: when the same record changes again', attio, [updated, { 'idempotency-key': 'k-1' }], [updated, { 'idempotency-key': 'k-2' }]],
		['Webflow: when a stock is what it was', webflow, [stock, { 'x-webflow-timestamp': '1' }], [stock, { 'x-webflow-timestamp': '2' }]],
		[
			'Attio: the same change once more, which has no time',
			attio,
			[record, { 'idempotency-key': 'k-1' }],
			[record, { 'idempotency-key': 'k-2' }],
		],
		['Hygraph: when the same entry is published again, which has no time', hygraph, [entry, signedAt(1)], [entry, signedAt(2)]],
		['Meta: a message that is taken back', meta, [message({ text: 'hi' })], [message({ is_deleted: true })]],
		['Meta: what one of its accounts gets of another', meta, [message({ text: 'hi' })], [message({ text: 'hi', is_echo: true })]],
		['GitLab: webhooks that another webhook caused', gitlab, [{ a: 1 }, recursive], [{ a: 2 }, recursive]],
	])('%s', (_, provider, first, second) => {
		expect(only(provider, first).id).toEqual(expect.stringMatching(/./));
		expect(only(provider, second).id).not.toBe(only(provider, first).id);
	});
});

it('of Microsoft Graph that has no id is another with each delivery, since it only says that something has changed', () => {
	const ids = ['request-1', 'request-2'].map(
		(requestId) => microsoftGraph.identify(drive, { ...delivery(JSON.stringify(drive)), requestId })[0]?.id,
	);

	expect(ids).toEqual(['request-1', 'request-2'].map((id) => expect.stringMatching(new RegExp(`^[0-9a-f]{64}\\.${id}$`))));
});

it('of Wise that is too deep to be written has no id, and does not end in an error', () => {
	const body = JSON.parse(`{"event_type":"x","data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);

	expect(wise.identify(body, delivery('')).map(({ id, type }) => [id, type])).toEqual([[undefined, 'x']]);
});

describe('an event has no id', () => {
	it.each<readonly [string, Provider, Sent]>([
		['Docusign: about nothing', docusign, [{ ...envelope, data: {} }]],
		['Docusign: at no time', docusign, [{ ...envelope, generatedDateTime: undefined }]],
		['Zendesk: an event without one, though the invocation has', zendesk, [{ type: 'zen:event-type:ticket.created' }, invocation('a')]],
		['WooCommerce: without a delivery', woocommerce, [{ id: 1 }]],
		['Linear: neither an object nor a delivery', linear, [{ ...issue, data: {} }]],
	])('%s', (_, provider, sent) => {
		expect(only(provider, sent).id).toBeUndefined();
	});
});

it.each<readonly [string, Provider, Sent, string]>([
	['GitLab: a system hook', gitlab, [{ event_name: 'project_create' }], 'project_create'],
	['GitLab: a push, which has both', gitlab, [{ object_kind: 'tag_push', event_name: 'push' }], 'tag_push'],
	['Sentry: resource and action', sentry, [{ action: 'triggered' }, { 'sentry-hook-resource': 'event_alert' }], 'event_alert.triggered'],
])('the type of %s', (_, provider, sent, type) => {
	expect(only(provider, sent).type).toBe(type);
});

function whole(event_id: string, token: string): object {
	return { event_type: 'form_response', event_id, form_response: { token } };
}

function message(fields: object): object {
	return { object: 'instagram', entry: [{ id: '1', time: 1, messaging: [{ sender: { id: '2' }, message: { mid: 'm-1', ...fields } }] }] };
}

function recipient(recipientId: string): object {
	return { ...envelope, data: { envelopeId: 'e-1', recipientId } };
}

function call(type: string): object {
	return { type, data: { conversation_id: 'conv_1' } };
}

function invocation(id: string): Headers {
	return { 'x-zendesk-webhook-invocation-id': id };
}

function signedAt(t: number): Headers {
	return { 'gcms-signature': `sign=AAAA, env=master, t=${t}` };
}

function hook(id: string): Headers {
	return { 'x-wc-webhook-delivery-id': id, 'x-wc-webhook-topic': 'product.updated' };
}
