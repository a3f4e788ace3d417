import type { Headers } from '../../src/webhook/delivery.ts';
import { type Judge, load, textOf } from './judge.ts';
import { judgeStandardWebhooks } from './judge-standard-webhooks.ts';

type Webhooks = { readonly verifySignature: (payload: string, headers: Headers, secret: string) => Promise<void> };
type Module = { readonly default: new (options: { readonly apiKey: string }) => { readonly webhooks: Webhooks } };

const verifies: Judge = {
	package: 'openai',
	accepts: async (delivery, secret) => {
		const { default: OpenAI } = await load<Module>('openai');
		await new OpenAI({ apiKey: 'unused' }).webhooks.verifySignature(textOf(delivery), delivery.headers, secret);
	},
	// It decodes whatever looks like base64.
	lax: [
		'with junk after the signature',
		'with bytes after the signature',
		'with a space after the signature',
		'with the signature twice',
		'with the signature twice, after a space',
		'with a signature without padding',
		'with a signature in the URL alphabet',
		'with loose bits in the signature',
	],
};

export const judges: readonly Judge[] = [verifies, judgeStandardWebhooks('standardwebhooks', 'webhook')];
