import { header, type Judge, load, textOf, withHeaders } from './judge.ts';

type Methods = {
	readonly sign: (secret: string, body: string) => Promise<string>;
	readonly verify: (secret: string, body: string, signature: string) => Promise<boolean>;
};
const methods = () => load<Methods>('@octokit/webhooks-methods');

export const judges: readonly Judge[] = [
	{
		package: '@octokit/webhooks-methods',
		accepts: async (delivery, secret) => (await methods()).verify(secret, textOf(delivery), header(delivery, 'x-hub-signature-256')),
		sign: async (delivery, secret) =>
			withHeaders(delivery, { 'x-hub-signature-256': await (await methods()).sign(secret, textOf(delivery)) }),
	},
];
