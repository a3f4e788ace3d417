import { header, type Judge, load, textOf } from './judge.ts';

type Razorpay = { readonly validateWebhookSignature: (body: string, signature: string, secret: string) => boolean };

export const judges: readonly Judge[] = [
	{
		package: 'razorpay',
		accepts: async (delivery, secret) => {
			const { default: razorpay } = await load<{ readonly default: Razorpay }>('razorpay');
			return razorpay.validateWebhookSignature(textOf(delivery), header(delivery, 'x-razorpay-signature'), secret);
		},
	},
];
