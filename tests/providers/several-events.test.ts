import { describe, expect, it } from '@jest/globals';
import { asana } from '../../src/providers/asana.ts';
import { auth0 } from '../../src/providers/auth0.ts';
import { dropbox } from '../../src/providers/dropbox.ts';
import { hubspot } from '../../src/providers/hubspot.ts';
import { line } from '../../src/providers/line.ts';
import { meta } from '../../src/providers/meta.ts';
import { microsoftGraph } from '../../src/providers/microsoft-graph.ts';
import { okta } from '../../src/providers/okta.ts';
import { quickbooks } from '../../src/providers/quickbooks.ts';
import { telegram } from '../../src/providers/telegram.ts';
import { twitch } from '../../src/providers/twitch.ts';
import { wise } from '../../src/providers/wise.ts';
import { xTwitter } from '../../src/providers/x-twitter.ts';
import { xero } from '../../src/providers/xero.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import { verified } from '../../src/webhook/verified.ts';
import { delivery } from './deliveries.ts';

const digest = expect.stringMatching(/^[0-9a-f]{64}$/);

async function eventsIn(provider: Provider, body: unknown, headers = {}) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const sent = delivery(text, { 'content-type': 'application/json', ...headers });
	return provider.identify(await provider.contentTypes['application/json']?.(verified(sent)), sent);
}

const named = async (provider: Provider, body: unknown, headers = {}) =>
	(await eventsIn(provider, body, headers)).map(({ id, type }) => [id, type]);

describe('a delivery of several events', () => {
	const none = [undefined, undefined];

	it.each<[string, Provider, unknown, unknown]>([
		[
			'Asana',
			asana,
			{
				events: [
					{ resource: { resource_type: 'task' }, action: 'added' },
					'odd',
					{ resource: { resource_type: 'task' }, action: 'deleted' },
				],
			},
			[
				[digest, 'task.added'],
				[digest, undefined],
				[digest, 'task.deleted'],
			],
		],
		[
			'Xero',
			xero,
			{ events: [{ eventCategory: 'INVOICE', eventType: 'CREATE' }, {}, { eventCategory: 'CONTACT', eventType: 'UPDATE' }] },
			[
				[digest, 'INVOICE.CREATE'],
				[digest, undefined],
				[digest, 'CONTACT.UPDATE'],
			],
		],
		[
			'LINE',
			line,
			{ events: [{ webhookEventId: 'a', type: 'follow' }, null, { webhookEventId: 'b', type: 'join' }] },
			[['a', 'follow'], none, ['b', 'join']],
		],
		['Okta', okta, { data: { events: [{ uuid: 'a', eventType: 'x' }, 7, { uuid: 'b', eventType: 'y' }] } }, [['a', 'x'], none, ['b', 'y']]],
		[
			'Dropbox',
			dropbox,
			{ list_folder: { accounts: ['dbid:A', 7, 'dbid:B'] } },
			[['dbid:A.request-1', 'list_folder'], none, ['dbid:B.request-1', 'list_folder']],
		],
		[
			'HubSpot',
			hubspot,
			[
				{ portalId: 1, subscriptionId: 2, eventId: 3, occurredAt: 4, subscriptionType: 'contact.creation', attemptNumber: 0 },
				{ eventId: 3, subscriptionType: 'contact.creation' },
				{ portalId: 1, subscriptionId: 5, eventId: 3, occurredAt: 4, subscriptionType: 'deal.creation', attemptNumber: 0 },
			],
			[
				['1.2.3.4', 'contact.creation'],
				[undefined, 'contact.creation'],
				['1.5.3.4', 'deal.creation'],
			],
		],
		['QuickBooks', quickbooks, [{ id: 'a', type: 'qbo.x' }, [], { id: 'b', type: 'qbo.y' }], [['a', 'qbo.x'], none, ['b', 'qbo.y']]],
		[
			'QuickBooks, in the older form',
			quickbooks,
			{
				eventNotifications: [
					{ realmId: '1', dataChangeEvent: { entities: [{ name: 'Bill', id: '2', operation: 'Merge', lastUpdated: 't' }, {}] } },
					{ realmId: '3' },
				],
			},
			[['1.Bill.Merge.2.t', 'Bill.Merge'], none, none],
		],
		[
			'Auth0',
			auth0,
			'{"log_id":"a","data":{"type":"s"}}\n{"log_id":\n{"log_id":"b","data":{"type":"fp"}}',
			[['a', 's'], none, ['b', 'fp']],
		],
		[
			'X',
			xTwitter,
			{ for_user_id: '9', favorite_events: [{ id: 'f' }, {}], tweet_create_events: [{ id_str: '12' }], users: {} },
			[
				['9.favorite_events.f', 'favorite_events'],
				[expect.stringMatching(/^9\.favorite_events\.[0-9a-f]{64}$/), 'favorite_events'],
				['9.tweet_create_events.12', 'tweet_create_events'],
			],
		],
		[
			'Twitch',
			twitch,
			{ subscription: { type: 'drop' }, events: [{ id: 'a' }, {}, { id: 'b' }] },
			[
				['a', 'drop'],
				[undefined, 'drop'],
				['b', 'drop'],
			],
		],
		[
			'Meta',
			meta,
			{
				object: 'page',
				entry: [
					{ id: '1', time: 2, changes: [{ field: 'feed', value: 1 }, { value: 1 }], standby: [{ message: {} }] },
					{},
					'odd',
					{ id: '1', time: 2, changed_fields: ['name', 7] },
					{
						messaging: [
							{ sender: {}, timestamp: 1, postback: { mid: 'm' } },
							null,
							{ sender: {}, message: { mid: 'e', is_echo: true } },
							{ read: { watermark: 1 } },
						],
					},
				],
			},
			[
				[digest, 'page.feed'],
				[digest, undefined],
				[digest, 'page.standby'],
				none,
				none,
				[digest, 'page.name'],
				[digest, undefined],
				['postback.m', 'page.postback'],
				[digest, undefined],
				['message_echo.e', 'page.message_echo'],
				[digest, 'page.read'],
			],
		],
		[
			'WhatsApp',
			meta,
			{
				object: 'whatsapp_business_account',
				entry: [
					{
						id: '1',
						changes: [
							{ field: 'messages', value: { metadata: 1, contacts: 2, messages: [{ id: 'a' }, {}] } },
							{
								field: 'messages',
								value: {
									statuses: [
										{ id: 'b', status: 'sent' },
										{ id: 'b', status: 'read' },
									],
								},
							},
							{ field: 'messages', value: { errors: [{ code: 1 }] } },
							{ field: 'account_update', value: { event: 'VERIFIED' } },
						],
					},
				],
			},
			[
				['a', 'whatsapp_business_account.messages'],
				[undefined, 'whatsapp_business_account.messages'],
				['b.sent', 'whatsapp_business_account.statuses'],
				['b.read', 'whatsapp_business_account.statuses'],
				[digest, 'whatsapp_business_account.messages'],
				[digest, 'whatsapp_business_account.account_update'],
			],
		],
	])('of %s is each of them, and a part that can not be read loses no other', async (_, provider, body, expected) => {
		expect(await named(provider, body)).toEqual(expected);
	});

	it.each<[string, Provider, unknown]>([
		['Meta', meta, { object: 'page', entry: [{ id: '1', time: 2, changes: [{ field: 'name', value: 'A' }] }] }],
		['Meta without values', meta, { object: 'page', entry: [{ id: '1', time: 2, changed_fields: ['name'] }] }],
	])('of %s is another one at another time, although the value is the same', async (_, provider, body) => {
		const later = JSON.parse(JSON.stringify(body).replace('"time":2', '"time":3'));

		expect((await eventsIn(provider, later))[0]?.id).not.toBe((await eventsIn(provider, body))[0]?.id);
	});
});

describe('the payload', () => {
	it.each<[string, Provider, unknown, unknown]>([
		[
			'of a WhatsApp message has the number that it came to',
			meta,
			{
				object: 'whatsapp_business_account',
				entry: [
					{ id: '1', changes: [{ field: 'messages', value: { metadata: { n: 1 }, contacts: [], messages: [{ id: 'a' }, { id: 'b' }] } }] },
				],
			},
			{ id: '1', field: 'messages', value: { metadata: { n: 1 }, contacts: [], messages: [{ id: 'a' }] } },
		],
		[
			'of a QuickBooks entity has its company',
			quickbooks,
			{ eventNotifications: [{ realmId: '1', dataChangeEvent: { entities: [{ name: 'Bill' }] } }] },
			{ realmId: '1', name: 'Bill' },
		],
		[
			'of an event of X has whom it is for',
			xTwitter,
			{ for_user_id: '9', follow_events: [{ id: 1 }, { id: 2 }] },
			{ for_user_id: '9', follow_events: [{ id: 1 }] },
		],
		['of a Telegram update is its one field', telegram, { update_id: 1, message: { text: 'hi' } }, { text: 'hi' }],
	])('%s', async (_, provider, body, expected) => {
		expect((await eventsIn(provider, body))[0]?.payload).toEqual(expected);
	});
});

describe('what is signed decides', () => {
	const headers = {
		'twitch-eventsub-message-id': 'm',
		'twitch-eventsub-message-type': 'notification',
		'twitch-eventsub-subscription-type': 'other',
	};

	it('what a Twitch message is, and not its headers', async () => {
		expect(await named(twitch, { subscription: { type: 'channel.follow', status: 'user_removed' } }, headers)).toEqual([
			['m', 'revocation'],
		]);
		expect(await named(twitch, { subscription: { type: 'channel.follow' }, event: {} }, headers)).toEqual([['m', 'channel.follow']]);
	});
});

describe('a notification that may be the same bytes again', () => {
	const at = (provider: Provider, body: unknown, requestId: string) =>
		provider.identify(body, { ...delivery(JSON.stringify(body)), requestId })[0]?.id;

	it.each<[string, Provider, unknown]>([
		['Dropbox', dropbox, { list_folder: { accounts: ['dbid:A'] } }],
		['Microsoft Graph, of a drive', microsoftGraph, { value: [{ subscriptionId: 's', changeType: 'updated', resource: 'me/drive/root' }] }],
		['the X Activity API', xTwitter, { data: { event_type: 'profile.update.bio', payload: { before: 'a', after: 'b' } } }],
	])('of %s is another event in another delivery, or a change would be lost', (_, provider, body) => {
		expect(at(provider, body, 'r-1')).not.toBe(at(provider, body, 'r-2'));
		expect(at(provider, body, 'r-1')).toBe(at(provider, body, 'r-1'));
	});

	it('of Microsoft Graph is the same one where it says which version of the resource it is about', () => {
		const body = { value: [{ subscriptionId: 's', changeType: 'updated', resourceData: { '@odata.etag': 'W/"1"', id: 'm' } }] };

		expect(at(microsoftGraph, body, 'r-1')).toMatch(/^[0-9a-f]{64}$/);
		expect(at(microsoftGraph, body, 'r-1')).toBe(at(microsoftGraph, body, 'r-2'));
	});
});

describe('a body that is nested as deep as JSON may be', () => {
	it.each<[string, Provider, string]>([
		['Asana', asana, 'events'],
		['Meta', meta, 'entry'],
		['Xero', xero, 'events'],
		['Wise', wise, 'data'],
	])('of %s makes nothing throw', async (_, provider, field) => {
		const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
		const body = JSON.parse(`{"${field}":[{"changes":[{"field":"f","value":${deep}}],"x":${deep}}]}`);

		const events = provider.identify(body, delivery(''));

		expect(events.map(({ id }) => id)).toEqual([undefined]);
	});
});
