import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { identifyEvent } from '../../src/middleware/identify-event.ts';
import { sendgrid } from '../../src/providers/sendgrid.ts';
import { stripe } from '../../src/providers/stripe.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import { statusOf } from '../../src/webhook/record.ts';
import type { TestPlatform } from '../local-platform.ts';
import { everything, outcomeOf, passage, stripePlatform, verifiedPassage } from './passage.ts';

let on: TestPlatform;
beforeEach(() => {
	on = stripePlatform();
});
afterEach(() => on.close());

const of = (provider: Provider, body: unknown) => ({ ...verifiedPassage({ provider }), body });

it('finds the events that the provider says are in the body', async () => {
	const event = of(sendgrid, [{ sg_event_id: 'a', event: 'bounce' }, { event: 'open' }]);

	expect(await outcomeOf(identifyEvent(on), event)).toBeUndefined();

	expect(event.events?.map(({ id, type }) => [id, type])).toEqual([
		['a', 'bounce'],
		[undefined, 'open'],
	]);
});

it.each([
	['no id', stripe, { type: 't' }, 'it has no usable id: sha256:'],
	['no type', stripe, { id: 'evt_1' }, 'it has no usable type: sha256:'],
	['an empty id', stripe, { id: '', type: 't' }],
	['an id that is an object', stripe, { id: {}, type: 't' }],
	['a number in place of an object', stripe, 7],
	['null', stripe, null, 'it has no usable id and no type: sha256:'],
	['an empty batch', sendgrid, [], 'no event is in it: sha256:'],
	['a batch without one event that can be read', sendgrid, [{ event: 'open' }, 1, null]],
])(
	'answers 400 to a body with %s, keeps it as dead, and says in the log what it lacks',
	async (_, provider, body, lack = 'it has no usable id') => {
		const event = of(provider, body);

		expect(await outcomeOf(identifyEvent(on), event)).toMatchObject({ status: 400, code: 'event-unidentified' });
		expect((await everything(on)).map((record) => [statusOf(record), record.reason])).toEqual([['dead', 'event-unidentified']]);
		expect(event.refusal?.detail).toContain(lack);
	},
);

it('never asks about a body that was not verified', async () => {
	await expect(outcomeOf(identifyEvent(on), passage())).rejects.toThrow('identify-event stands before verify-signature');
});
