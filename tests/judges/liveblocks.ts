import type { Headers } from '../../src/webhook/delivery.ts';
import { type Judge, load, textOf } from './judge.ts';
import { judgeStandardWebhooks } from './judge-standard-webhooks.ts';

type Request = { readonly headers: Headers; readonly rawBody: string };
type Module = { readonly WebhookHandler: new (secret: string) => { readonly verifyRequest: (request: Request) => unknown } };

const verifies: Judge = {
	package: '@liveblocks/node',
	accepts: async (delivery, secret) => {
		const { WebhookHandler } = await load<Module>('@liveblocks/node');
		return new WebhookHandler(secret).verifyRequest({ headers: delivery.headers, rawBody: textOf(delivery) });
	},
	lax: ['with the signature twice', 'with the signature twice, after a space', 'with a space after the signature'],
};

export const judges: readonly Judge[] = [verifies, judgeStandardWebhooks('standardwebhooks', 'webhook')];
