import { header, type Judge, load } from './judge.ts';

type Module = { readonly verifyKey: (body: Buffer, signature: string, timestamp: string, key: string) => Promise<boolean> };

export const judges: readonly Judge[] = [
	{
		package: 'discord-interactions',
		accepts: async (delivery, key) => {
			const { verifyKey } = await load<Module>('discord-interactions');
			return await verifyKey(delivery.rawBody, header(delivery, 'x-signature-ed25519'), header(delivery, 'x-signature-timestamp'), key);
		},
		lax: ['signed in the past', 'signed in the future', 'with a signature in upper case'],
	},
];
