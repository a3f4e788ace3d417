import type { Headers } from '../../src/webhook/delivery.ts';
import { type Judge, load, textOf } from './judge.ts';
import { judgeStandardWebhooks } from './judge-standard-webhooks.ts';

type Webhooks = { readonly unwrap: (body: string, options: { readonly headers: Headers; readonly key: string }) => unknown };
type Module = { readonly default: new (options: { readonly apiKey: string }) => { readonly beta: { readonly webhooks: Webhooks } } };

const verifies: Judge = {
	package: '@anthropic-ai/sdk',
	accepts: async (delivery, key) => {
		const { default: Anthropic } = await load<Module>('@anthropic-ai/sdk');
		return new Anthropic({ apiKey: 'unused' }).beta.webhooks.unwrap(textOf(delivery), { headers: delivery.headers, key });
	},
	lax: ['with the signature twice', 'with the signature twice, after a space', 'with a space after the signature'],
};

export const judges: readonly Judge[] = [verifies, judgeStandardWebhooks('standardwebhooks', 'webhook')];
