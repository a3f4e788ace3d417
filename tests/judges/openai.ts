import type { Headers } from '../../src/webhook/delivery.ts';
import { type Judge, load, looselyDecoded, textOf } from './judge.ts';
import { judgeStandardWebhooks } from './judge-standard-webhooks.ts';

type Webhooks = { readonly verifySignature: (payload: string, headers: Headers, secret: string) => Promise<void> };
type Module = { readonly default: new (options: { readonly apiKey: string }) => { readonly webhooks: Webhooks } };

const verifies: Judge = {
	package: 'openai',
	accepts: async (delivery, secret) => {
		const { default: OpenAI } = await load<Module>('openai');
		await new OpenAI({ apiKey: 'unused' }).webhooks.verifySignature(textOf(delivery), delivery.headers, secret);
	},
	lax: looselyDecoded,
};

export const judges: readonly Judge[] = [verifies, judgeStandardWebhooks('standardwebhooks', 'webhook')];
