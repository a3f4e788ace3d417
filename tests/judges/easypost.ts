import type { Headers } from '../../src/webhook/delivery.ts';
import { type Judge, load } from './judge.ts';

type Client = { readonly Utils: { readonly validateWebhook: (body: Buffer, headers: Headers, secret: string) => unknown } };

export const judges: readonly Judge[] = [
	{
		package: '@easypost/api',
		accepts: async ({ rawBody, headers }, secret) => {
			const { default: EasyPost } = await load<{ readonly default: new (key: string) => Client }>('@easypost/api');
			return new EasyPost('unused').Utils.validateWebhook(rawBody, headers, secret);
		},
	},
];
