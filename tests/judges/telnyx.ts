import type { Headers } from '../../src/webhook/delivery.ts';
import { type Judge, load, textOf } from './judge.ts';

type Webhook = { readonly verify: (body: string, headers: Headers) => Promise<unknown> };

export const judges: readonly Judge[] = [
	{
		package: 'telnyx',
		accepts: async (delivery, key) => {
			const { TelnyxWebhook } = await load<{ readonly TelnyxWebhook: new (key: string) => Webhook }>('telnyx/lib/webhooks');
			await new TelnyxWebhook(key).verify(textOf(delivery), delivery.headers);
		},
	},
];
