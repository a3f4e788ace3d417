import { header, type Judge, load, looselyDecoded } from './judge.ts';

type Line = { readonly validateSignature: (body: Buffer, channelSecret: string, signature: string) => boolean };

export const judges: readonly Judge[] = [
	{
		package: '@line/bot-sdk',
		accepts: async (delivery, secret) =>
			(await load<Line>('@line/bot-sdk')).validateSignature(delivery.rawBody, secret, header(delivery, 'x-line-signature')),
		lax: looselyDecoded,
	},
];
