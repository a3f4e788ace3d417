import { expect, it } from '@jest/globals';
import { plaid } from '../../src/providers/plaid.ts';
import { delivery } from './deliveries.ts';

it('two events that are letter for letter the same are two, and a copy of one is that one', async () => {
	const body = { webhook_type: 'TRANSACTIONS', webhook_code: 'SYNC_UPDATES_AVAILABLE', item_id: 'i' };
	const { signing } = plaid.scheme.generate();
	const sent = delivery(JSON.stringify(body));
	const first = await plaid.scheme.sign(sent, signing);
	const copy = { ...first, receivedAt: first.receivedAt + 60_000 };
	const second = await plaid.scheme.sign({ ...sent, receivedAt: sent.receivedAt + 60_000 }, signing);

	const [one, same, other] = [first, copy, second].map((each) => plaid.identify(body, each)[0]?.id);

	expect(same).toBe(one);
	expect(other).not.toBe(one);
});
