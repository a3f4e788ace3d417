import { expect, it } from '@jest/globals';
import { coinbaseCdp } from '../../src/providers/coinbase-cdp.ts';
import { delivery } from './deliveries.ts';

const headers = { 'content-type': 'application/json', 'x-event-id': 'h-1', 'x-event-type': 'onchain.activity.detected' };

function identify(body: object) {
	return coinbaseCdp.identify(body, delivery(JSON.stringify(body), headers));
}

it('id and type of Coinbase are those of the body, whatever the headers say', () => {
	const body = { eventId: 'e-1', eventType: 'wallet.activity.detected', data: { network: 'base-mainnet' } };

	expect(identify(body)).toEqual([{ id: 'e-1', type: 'wallet.activity.detected', payload: { network: 'base-mainnet' } }]);
});

it('a type that only a header of Coinbase says is marked as unsigned, and the id is the digest of the body', () => {
	const body = { transaction_hash: '0x1', log_index: 29 };

	expect(identify(body)).toEqual([
		{ id: expect.stringMatching(/^[0-9a-f]{64}$/), type: 'onchain.activity.detected', payload: body, unsigned: ['type'] },
	]);
	expect(identify({ ...body, log_index: 30 })[0]?.id).not.toBe(identify(body)[0]?.id);
});
