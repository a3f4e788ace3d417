import { createSecretKey, type KeyObject } from 'node:crypto';
import { header, type Judge, load } from './judge.ts';

type Module = { readonly verify: (url: string, body: Buffer, token: string, key: KeyObject) => Promise<boolean> };

export const judges: readonly Judge[] = [
	{
		package: 'messagebird',
		accepts: async (delivery, secret) => {
			const { default: module } = await load<{ readonly default: Module }>('messagebird/lib/webhook-signature-jwt.js');
			return await module.verify(
				delivery.url,
				delivery.rawBody,
				header(delivery, 'messagebird-signature-jwt'),
				createSecretKey(Buffer.from(secret)),
			);
		},
		lax: ['with a space after the signature', 'signed in the future'],
	},
];
