import type { Headers } from '../../src/webhook/delivery.ts';
import { type Judge, load, textOf } from './judge.ts';

type Client = { readonly webhooks: { readonly verifySignature: (body: string, headers: Headers, secret: string) => void } };
type Options = { readonly apiKey: string; readonly logLevel: 'off' };

export const judges: readonly Judge[] = [
	{
		package: 'orb-billing',
		accepts: async (delivery, secret) => {
			const { default: Orb } = await load<{ readonly default: new (options: Options) => Client }>('orb-billing');
			new Orb({ apiKey: 'unused', logLevel: 'off' }).webhooks.verifySignature(textOf(delivery), delivery.headers, secret);
		},
		// It skips what it can't read.
		lax: ['with a space after the signature', 'with the signature twice, after a space'],
	},
];
