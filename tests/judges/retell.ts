import { header, type Judge, load, textOf, withHeaders } from './judge.ts';

type Module = {
	readonly symmetric: { readonly sign: (body: string, secret: string, time: number) => Promise<string> };
	readonly verify: (body: string, key: string, signature: string) => Promise<boolean>;
};
const retell = () => load<Module>('retell-sdk/lib/webhook_auth.js');

export const judges: readonly Judge[] = [
	{
		package: 'retell-sdk',
		accepts: async (delivery, key) => (await retell()).verify(textOf(delivery), key, header(delivery, 'x-retell-signature')),
		sign: async (delivery, key) => {
			const signature = await (await retell()).symmetric.sign(textOf(delivery), key, delivery.receivedAt);
			return withHeaders(delivery, { 'x-retell-signature': signature });
		},
		lax: ['with a signature in upper case'],
	},
];
