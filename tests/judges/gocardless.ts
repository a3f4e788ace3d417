import { header, type Judge, load } from './judge.ts';

type Module = { readonly verifySignature: (body: Buffer, secret: string, signature: string) => void };

export const judges: readonly Judge[] = [
	{
		package: 'gocardless-nodejs',
		accepts: async (delivery, secret) => {
			const { verifySignature } = await load<Module>('gocardless-nodejs/webhooks');
			verifySignature(delivery.rawBody, secret, header(delivery, 'webhook-signature'));
		},
		lax: [
			'with junk after the signature',
			'with a space after the signature',
			'with the signature twice',
			'with the signature twice, after a space',
			'with a signature in upper case',
		],
	},
];
