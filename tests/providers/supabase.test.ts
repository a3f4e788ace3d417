import { afterAll, describe, expect, it } from '@jest/globals';
import { supabase } from '../../src/providers/supabase.ts';
import { receive } from '../../src/receive.ts';
import { deliver, localPlatform } from '../local-platform.ts';
import { deliveryOf, samplesOf } from './deliveries.ts';

const path = '/webhooks/supabase';
const on = localPlatform('supabase', [{ function: 'supabase', source: 'supabase', ack: 'stored', path }], { supabase: {} });
afterAll(() => on.close());
const secrets = [supabase.scheme.generate(), supabase.scheme.generate()] as const;
on.secrets.set('SUPABASE_WEBHOOK_SECRET', secrets[0].verifying);
const handler = receive(supabase, on);
const sample = samplesOf(supabase).find(({ type }) => type === 'send-email');
const hook = (webhookId: string) => {
	const unsigned = deliveryOf(sample as NonNullable<typeof sample>, '8ccaa7af-909f-44e7-84cb-67cdccb56be6');
	return { ...unsigned, path, headers: { ...unsigned.headers, 'webhook-id': webhookId } };
};

describe('a hook of Supabase', () => {
	it('is one event however often it is tried, with a new webhook-id each time', async () => {
		const replies = [];
		for (const id of ['first', 'second']) replies.push(await deliver(handler, supabase.scheme.sign(hook(id), secrets[0].signing)));

		// Supabase refuses an empty 200.
		expect(replies.map(({ status, body }) => [status, body])).toEqual(Array(2).fill([204, '']));
		expect(await on.cloud.events.list({})).toMatchObject([{ id: '8ccaa7af-909f-44e7-84cb-67cdccb56be6', type: 'send-email' }]);
	});

	it.each([0, 1])('is believed while two secrets sign, whichever of them is ours (%i)', (ours) => {
		const signed = secrets.map(({ signing }) => supabase.scheme.sign(hook('third'), signing));
		const both = signed.map(({ headers }) => headers['webhook-signature']).join(', ');
		const sent = { ...hook('third'), headers: { ...signed[0]?.headers, 'webhook-signature': both } };

		expect(supabase.scheme.verify(sent, [secrets[ours]?.verifying ?? ''])).toEqual({ valid: true, secret: 0 });
	});
});
