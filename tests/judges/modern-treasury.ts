import type { Headers } from '../../src/webhook/delivery.ts';
import { type Judge, load, textOf, withHeaders } from './judge.ts';

type Key = { readonly key: string };
type Webhooks = {
	readonly validateSignature: (body: string, headers: Headers, key: Key) => boolean;
	readonly getSignature: (body: string, key: Key) => string;
};
type Options = { readonly apiKey: string; readonly organizationID: string };

async function webhooks(): Promise<Webhooks> {
	type Client = new (options: Options) => { readonly webhooks: Webhooks };
	const { default: ModernTreasury } = await load<{ readonly default: Client }>('modern-treasury');
	return new ModernTreasury({ apiKey: 'unused', organizationID: 'unused' }).webhooks;
}

export const judges: readonly Judge[] = [
	{
		package: 'modern-treasury',
		accepts: async (delivery, key) => (await webhooks()).validateSignature(textOf(delivery), delivery.headers, { key }),
		sign: async (delivery, key) => withHeaders(delivery, { 'x-signature': (await webhooks()).getSignature(textOf(delivery), { key }) }),
	},
];
