import { expect, it } from '@jest/globals';
import { handler } from '../../../src/functions/stripe/invoice-paid.ts';
import { tryFunction } from '../../try-function.ts';

const invoice = { id: 'in_1', amount_paid: 4900, currency: 'eur' };
const event = (object: unknown) => ({ id: 'evt_1', type: 'invoice.paid', data: { object } });

it('records the payment once, however often the event comes', async () => {
	const { send, records, lines } = tryFunction(handler);

	await send({ body: event(invoice) });
	const { reply, run } = await send({ body: event(invoice) });

	expect([reply.status, run?.status, run?.attempts]).toEqual([200, 'done', 1]);
	expect(await records.get('payments', 'in_1')).toEqual({ amount: 4900, currency: 'eur' });
	expect(lines.filter((line) => line.startsWith('payment recorded'))).toHaveLength(1);
});

it('takes an event without an amount for dead, and says why', async () => {
	const { send, records } = tryFunction(handler);

	const { reply, run } = await send({ body: event({ ...invoice, amount_paid: undefined }) });

	expect([reply.status, run?.status]).toEqual([200, 'dead']);
	expect(run?.reason).toMatch('payload does not fit: amount_paid');
	expect(await records.get('payments', 'in_1')).toBeUndefined();
});
