import { header, type Judge, load, textOf } from './judge.ts';

type Client = { readonly verifyWebhook: (body: string, signature: string) => boolean };

export const judges: readonly Judge[] = [
	{
		package: 'stream-chat',
		accepts: async (delivery, secret) => {
			const { StreamChat } = await load<{ readonly StreamChat: new (key: string, secret: string) => Client }>('stream-chat');
			return new StreamChat('key', secret).verifyWebhook(textOf(delivery), header(delivery, 'x-signature'));
		},
	},
];
