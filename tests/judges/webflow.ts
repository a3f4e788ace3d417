import type { Headers } from '../../src/webhook/delivery.ts';
import { type Judge, load, textOf } from './judge.ts';

type Given = { readonly headers: Headers; readonly body: string; readonly secret: string };
type Client = { readonly webhooks: { readonly verifySignature: (given: Given) => Promise<boolean> } };

export const judges: readonly Judge[] = [
	{
		package: 'webflow-api',
		accepts: async (delivery, secret) => {
			const { WebflowClient } = await load<{ readonly WebflowClient: new (options: object) => Client }>('webflow-api');
			const client = new WebflowClient({ accessToken: 'unused' });
			return await client.webhooks.verifySignature({ headers: delivery.headers, body: textOf(delivery), secret });
		},
		// It does not look at the time, although the page asks for it.
		lax: ['signed in the past', 'signed in the future'],
	},
];
