import type { Headers } from '../../src/webhook/delivery.ts';
import { type Judge, load, textOf } from './judge.ts';

type Mux = { readonly webhooks: { readonly verifySignature: (body: string, headers: Headers, secret: string) => Promise<void> } };
type Module = { readonly default: new (options: { readonly tokenId: string; readonly tokenSecret: string }) => Mux };

export const judges: readonly Judge[] = [
	{
		package: '@mux/mux-node',
		accepts: async (delivery, secret) => {
			const { default: Mux } = await load<Module>('@mux/mux-node');
			const { webhooks } = new Mux({ tokenId: 'unused', tokenSecret: 'unused' });
			await webhooks.verifySignature(textOf(delivery), delivery.headers, secret);
		},
		lax: [
			'signed in the future',
			'with a space after the signature',
			'with the signature twice',
			'with the signature twice, after a space',
		],
	},
];
