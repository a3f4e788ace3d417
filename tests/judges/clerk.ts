import { type Judge, load } from './judge.ts';
import { judgeStandardWebhooks } from './judge-standard-webhooks.ts';

type Module = { readonly verifyWebhook: (request: Request, options: { readonly signingSecret: string }) => Promise<unknown> };

const verifies: Judge = {
	package: '@clerk/backend',
	accepts: async ({ url, headers, rawBody }, signingSecret) => {
		const { verifyWebhook } = await load<Module>('@clerk/backend/webhooks');
		return verifyWebhook(new Request(url, { method: 'POST', headers, body: rawBody.toString() }), { signingSecret });
	},
	lax: ['with the signature twice', 'with the signature twice, after a space', 'with a space after the signature'],
};

export const judges: readonly Judge[] = [verifies, judgeStandardWebhooks('svix', 'svix')];
