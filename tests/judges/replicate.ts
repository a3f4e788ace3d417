import type { Headers } from '../../src/webhook/delivery.ts';
import { type Judge, load, textOf } from './judge.ts';
import { judgeStandardWebhooks } from './judge-standard-webhooks.ts';

type Request = { readonly headers: Headers; readonly body: string };
type Module = { readonly validateWebhook: (request: Request, secret: string) => Promise<boolean> };

const verifies: Judge = {
	package: 'replicate',
	accepts: async (delivery, secret) => {
		const { validateWebhook } = await load<Module>('replicate');
		return validateWebhook({ headers: delivery.headers, body: textOf(delivery) }, secret);
	},
	lax: [
		'signed in the past',
		'signed in the future',
		'with the signature twice',
		'with the signature twice, after a space',
		'with a space after the signature',
	],
};

export const judges: readonly Judge[] = [verifies, judgeStandardWebhooks('standardwebhooks', 'webhook')];
