import { header, type Judge, load } from './judge.ts';

type Module = { readonly LinearWebhookClient: new (secret: string) => { readonly verify: (body: Buffer, signature: string) => boolean } };

export const judges: readonly Judge[] = [
	{
		package: '@linear/sdk',
		accepts: async (delivery, secret) => {
			const { LinearWebhookClient } = await load<Module>('@linear/sdk/webhooks');
			return new LinearWebhookClient(secret).verify(delivery.rawBody, header(delivery, 'linear-signature'));
		},
	},
];
