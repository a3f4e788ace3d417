import { header, type Judge, load, textOf } from './judge.ts';

type Client = { getPublicKey: (id: string, config: unknown) => Promise<{ readonly key: string }> };
type Validator = { readonly validateSignature: (message: unknown, signature: string, config: unknown) => Promise<boolean> };

export const judges: readonly Judge[] = [
	{
		package: 'event-notification-nodejs-sdk',
		accepts: async (delivery, secret) => {
			// It asks eBay for the key with an access token.
			const { default: client } = await load<{ readonly default: Client }>('event-notification-nodejs-sdk/lib/client.js');
			client.getPublicKey = async () => ({ key: `-----BEGIN PUBLIC KEY-----${secret}-----END PUBLIC KEY-----` });
			const { default: validator } = await load<{ readonly default: Validator }>('event-notification-nodejs-sdk/lib/validator.js');
			return await validator.validateSignature(JSON.parse(textOf(delivery)), header(delivery, 'x-ebay-signature'), {});
		},
		lax: [
			'with junk after the signature',
			'with bytes after the signature',
			'with a space after the signature',
			'with the signature twice',
			'with the signature twice, after a space',
			'with a signature without padding',
			'with loose bits in the signature',
		],
	},
];
