import { expect, it } from '@jest/globals';
import { paystack } from '../../src/providers/paystack.ts';
import { sha256 } from '../../src/providers/reading/sha256.ts';
import { delivery } from './deliveries.ts';

function idOf(body: object): string | undefined {
	const text = JSON.stringify(body);
	return paystack.identify(JSON.parse(text), delivery(text))[0]?.id;
}

it('a charge or a transfer of Paystack is the same event whatever else of it has changed', () => {
	const charge = { event: 'charge.success', data: { id: 302961, status: 'success' } };

	expect(idOf(charge)).toBe('charge.success.302961');
	expect(idOf({ ...charge, data: { ...charge.data, fees: 118 } })).toBe('charge.success.302961');
	expect(idOf({ event: 'transfer.reversed', data: { id: 7 } })).toBe('transfer.reversed.7');
});

it('what can happen to an object of Paystack more than once is told apart by its bytes', () => {
	const first = { event: 'charge.dispute.remind', data: { id: 118, dueAt: '2026-11-20' } };
	const second = { event: 'charge.dispute.remind', data: { id: 118, dueAt: '2026-11-22' } };

	expect(idOf(first)).toBe(sha256(Buffer.from(JSON.stringify(first))));
	expect(idOf(second)).not.toBe(idOf(first));
});
