import type { Headers } from '../../src/webhook/delivery.ts';
import { type Judge, load } from './judge.ts';

type Check = (user: string, password: string) => boolean;
type Module = { readonly basicAuthValidator: (check: Check) => (headers: Headers) => Promise<void> };

export const judges: readonly Judge[] = [
	{
		package: 'chargebee',
		accepts: async ({ headers }, secret) => {
			const { basicAuthValidator } = await load<Module>('chargebee');
			await basicAuthValidator((user, password) => `${user}:${password}` === secret)(headers);
		},
		lax: ['with junk after the signature', 'with bytes after the signature', 'with a signature without padding'],
	},
];
