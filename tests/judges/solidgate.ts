import { header, type Judge, load, textOf, withHeaders } from './judge.ts';

type Api = { readonly _generateSignature: (body: string) => string };
type Sdk = { readonly default: { readonly Api: new (publicKey: string, secretKey: string) => Api } };

export const judges: readonly Judge[] = [
	{
		package: '@solidgate/node-sdk',
		// The page says that webhooks are signed as requests to the API are; the function is a private one.
		sign: async (delivery, secret) => {
			const { Api } = (await load<Sdk>('@solidgate/node-sdk')).default;
			return withHeaders(delivery, { signature: new Api(header(delivery, 'merchant'), secret)._generateSignature(textOf(delivery)) });
		},
	},
];
