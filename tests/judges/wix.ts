import { type Judge, load, textOf } from './judge.ts';

type Strategy = (options: { readonly appId: string; readonly publicKey: string }) => unknown;
type Client = (options: { readonly auth: unknown }) => { readonly webhooks: { readonly process: (token: string) => Promise<unknown> } };

export const judges: readonly Judge[] = [
	{
		package: '@wix/sdk',
		accepts: async (delivery, secret) => {
			const { AppStrategy, createClient } = await load<{ readonly AppStrategy: Strategy; readonly createClient: Client }>('@wix/sdk');
			const publicKey = `-----BEGIN PUBLIC KEY-----\n${secret}\n-----END PUBLIC KEY-----\n`;
			return await createClient({ auth: AppStrategy({ appId: 'app', publicKey }) }).webhooks.process(textOf(delivery));
		},
	},
];
