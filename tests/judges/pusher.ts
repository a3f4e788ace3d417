import type { Headers } from '../../src/webhook/delivery.ts';
import { header, type Judge, load, textOf } from './judge.ts';

type Options = { readonly appId: string; readonly key: string; readonly secret: string };
type Client = { readonly webhook: (request: { headers: Headers; rawBody: string }) => { readonly isValid: () => boolean } };

export const judges: readonly Judge[] = [
	{
		package: 'pusher',
		accepts: async (delivery, secret) => {
			const { default: Pusher } = await load<{ readonly default: new (options: Options) => Client }>('pusher');
			const client = new Pusher({ appId: '1', key: header(delivery, 'x-pusher-key'), secret });
			return client.webhook({ headers: delivery.headers, rawBody: textOf(delivery) }).isValid();
		},
	},
];
