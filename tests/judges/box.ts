import type { Headers } from '../../src/webhook/delivery.ts';
import { type Judge, load, looselyDecoded, textOf } from './judge.ts';

type Box = {
	readonly WebhooksManager: {
		readonly validateMessage: (body: string, headers: Headers, primaryKey: string) => Promise<boolean>;
	};
};

export const judges: readonly Judge[] = [
	{
		package: 'box-node-sdk',
		accepts: async (delivery, secret) =>
			(await load<Box>('box-node-sdk/managers/webhooks')).WebhooksManager.validateMessage(textOf(delivery), delivery.headers, secret),
		lax: looselyDecoded,
	},
];
