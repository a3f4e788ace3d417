import { header, type Judge, load, textOf, withHeaders } from './judge.ts';

type Webhook = {
	readonly verifyEventBody: (body: string, signature: string, secret: string) => unknown;
	readonly computeSignature: (body: string, secret: string) => string;
};

async function webhook(): Promise<Webhook> {
	return (await load<{ readonly default: { readonly Webhook: Webhook } }>('coinbase-commerce-node')).default.Webhook;
}

export const judges: readonly Judge[] = [
	{
		package: 'coinbase-commerce-node',
		accepts: async (delivery, secret) =>
			(await webhook()).verifyEventBody(textOf(delivery), header(delivery, 'x-cc-webhook-signature'), secret),
		sign: async (delivery, secret) =>
			withHeaders(delivery, { 'x-cc-webhook-signature': (await webhook()).computeSignature(textOf(delivery), secret) }),
	},
];
