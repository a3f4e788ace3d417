import { header, type Judge, load, textOf, withHeaders } from './judge.ts';

type Module = {
	readonly isValidSignature: (body: string, header: string, secret: string) => Promise<boolean>;
	readonly encodeSignatureHeader: (body: string, timestamp: number, secret: string) => Promise<string>;
};

const sdk = () => load<Module>('@sanity/webhook');

export const judges: readonly Judge[] = [
	{
		package: '@sanity/webhook',
		accepts: async (delivery, secret) =>
			await (await sdk()).isValidSignature(textOf(delivery), header(delivery, 'sanity-webhook-signature'), secret),
		sign: async (delivery, secret) => {
			const value = await (await sdk()).encodeSignatureHeader(textOf(delivery), delivery.receivedAt, secret);
			return withHeaders(delivery, { 'sanity-webhook-signature': value });
		},
		lax: ['signed in the past', 'signed in the future'],
	},
];
