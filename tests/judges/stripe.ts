import { header, type Judge, load, secondsOf, textOf, withHeaders } from './judge.ts';

type Options = { readonly payload: string; readonly secret: string; readonly timestamp: number };
type Webhooks = {
	readonly constructEvent: (body: Buffer, header: string, secret: string) => unknown;
	readonly generateTestHeaderString: (options: Options) => string;
};

async function webhooks(): Promise<Webhooks> {
	const { default: Stripe } = await load<{ readonly default: new (key: string) => { readonly webhooks: Webhooks } }>('stripe');
	return new Stripe('sk_test_unused').webhooks;
}

export const judges: readonly Judge[] = [
	{
		package: 'stripe',
		accepts: async (delivery, secret) => (await webhooks()).constructEvent(delivery.rawBody, header(delivery, 'stripe-signature'), secret),
		sign: async (delivery, secret) => {
			const options = { payload: textOf(delivery), secret, timestamp: secondsOf(delivery) };
			return withHeaders(delivery, { 'stripe-signature': (await webhooks()).generateTestHeaderString(options) });
		},
		lax: ['signed in the future', 'with the signature twice', 'with the signature twice, after a space'],
	},
];
