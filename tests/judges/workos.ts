import { header, type Judge, load, textOf, withHeaders } from './judge.ts';

type Given = { readonly payload: unknown; readonly sigHeader: string; readonly secret: string };
type Webhooks = {
	readonly verifyHeader: (given: Given) => Promise<boolean>;
	readonly computeSignature: (timestamp: number, payload: unknown, secret: string) => Promise<string>;
};
type Module = { readonly WorkOS: new (apiKey: string) => { readonly webhooks: Webhooks } };

async function webhooks(): Promise<Webhooks> {
	const { WorkOS } = await load<Module>('@workos-inc/node');
	return new WorkOS('sk_unused').webhooks;
}

// It takes the parsed body and writes it anew, which is the same text as long as the body is compact.
export const judges: readonly Judge[] = [
	{
		package: '@workos-inc/node',
		accepts: async (delivery, secret) => {
			const given = { payload: JSON.parse(textOf(delivery)), sigHeader: header(delivery, 'workos-signature'), secret };
			return await (await webhooks()).verifyHeader(given);
		},
		sign: async (delivery, secret) => {
			const { receivedAt: time } = delivery;
			const signature = await (await webhooks()).computeSignature(time, JSON.parse(textOf(delivery)), secret);
			return withHeaders(delivery, { 'workos-signature': `t=${time}, v1=${signature}` });
		},
		lax: ['signed in the future', 'with the signature twice', 'with the signature twice, after a space'],
	},
];
