import { expect, it } from '@jest/globals';
import { postmark } from '../../src/providers/postmark.ts';
import { delivery } from './deliveries.ts';

const identify = (body: object) => postmark.identify(body, delivery(JSON.stringify(body)));
const idOf = (body: object) => identify(body)[0]?.id;
const click = { RecordType: 'Click', MessageID: 'm-1', OriginalLink: 'https://nordwind.example/', ReceivedAt: '2026-11-20T14:00:00Z' };

it('tells two clicks of one message apart, and one that is sent twice not', () => {
	const other = { ...click, OriginalLink: 'https://nordwind.example/more' };

	expect([idOf(click) === idOf({ ...click }), idOf(click) === idOf(other)]).toEqual([true, false]);
});

it.each([
	['a bounce', { RecordType: 'Bounce', ID: 42, MessageID: 'm-1' }, 'Bounce.42', 'Bounce'],
	[
		'a complaint with the number of a bounce',
		{ RecordType: 'SpamComplaint', ID: 42, MessageID: 'm-1' },
		'SpamComplaint.42',
		'SpamComplaint',
	],
	['an inbound message', { MessageID: 'm-2', Headers: [], TextBody: 'Moin' }, 'm-2', 'Inbound'],
	['a record of its own kind with a list of headers', { RecordType: 'Other', MessageID: 'm-2', Headers: [] }, expect.any(String), 'Other'],
	['neither a record nor a message', { MessageID: 'm-2' }, expect.any(String), undefined],
])('takes %s for what it is', (_, body, id, type) => {
	expect(identify(body)).toEqual([{ id, type, payload: body, unsigned: ['id', 'type'] }]);
});
