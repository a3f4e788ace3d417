import { expect, it } from '@jest/globals';
import { gocardless } from '../../src/providers/gocardless.ts';
import { delivery } from './deliveries.ts';

const identify = (body: unknown) => gocardless.identify(body, delivery('')).map(({ id, type }) => [id, type]);

it('a batch of GoCardless is each of its events, and those that are unusable do not lose the others', () => {
	const good = { id: 'EV1', resource_type: 'payments', action: 'failed' };
	const events = [good, { ...good, id: undefined }, null, { ...good, id: 'EV2', action: undefined }, { ...good, id: 'EV3' }];

	expect(identify({ events })).toEqual([
		['EV1', 'payments.failed'],
		[undefined, 'payments.failed'],
		[undefined, undefined],
		['EV2', undefined],
		['EV3', 'payments.failed'],
	]);
});

it.each([
	[{ events: [] }, []],
	[{ events: { id: 'EV1' } }, [[undefined, undefined]]],
])('%j holds no event', (body, expected) => {
	expect(identify(body)).toEqual(expected);
});
