import type { Headers } from '../../src/webhook/delivery.ts';
import { type Judge, load, textOf } from './judge.ts';
import { judgeStandardWebhooks } from './judge-standard-webhooks.ts';

type Webhooks = { readonly verifySignature: (body: string, headers: Headers, secret: string) => void };
type Module = { readonly default: new (options: { readonly apiKey: string }) => { readonly webhooks: Webhooks } };

const verifies: Judge = {
	package: 'lithic',
	accepts: async (delivery, secret) => {
		const { default: Lithic } = await load<Module>('lithic');
		new Lithic({ apiKey: 'unused' }).webhooks.verifySignature(textOf(delivery), delivery.headers, secret);
	},
	lax: ['with the signature twice', 'with the signature twice, after a space', 'with a space after the signature'],
};

export const judges: readonly Judge[] = [verifies, judgeStandardWebhooks('standardwebhooks', 'webhook')];
