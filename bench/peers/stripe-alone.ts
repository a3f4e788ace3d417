import Stripe from 'stripe';

const { BENCH_SECRET = '' } = process.env;
const stripe = new Stripe('sk_test_1');

type Event = { readonly body: string; readonly headers: Readonly<Record<string, string>> };

/** As Stripe's README says: the SDK verifies and parses, and nothing else is done. */
export const handler = async ({ body, headers }: Event) => {
	const { id } = stripe.webhooks.constructEvent(body, headers['stripe-signature'] ?? '', BENCH_SECRET);
	return { statusCode: 200, body: JSON.stringify({ seen: id }) };
};
