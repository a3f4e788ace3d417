import { json } from '../parsers/json.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/**
 * The payload is `data`, such as the bot of `bot.done`. For workspaces with a secret of their own; older ones, whose headers start with
 * `svix-`, are a source of `svix`.
 */
export const recallAi: DirectProvider = {
	id: 'recall-ai',
	name: 'Recall.ai',
	docs: 'https://docs.recall.ai/docs/authenticating-requests-from-recallai',
	scheme: standardWebhooks(),
	contentTypes: { 'application/json': json },
	// The header is part of what is signed.
	identify: (body, { headers }) => [{ id: textAt(headers, 'webhook-id'), type: textAt(body, 'event'), payload: valueAt(body, 'data') }],
	// https://docs.recall.ai/docs/webhooks-overview: as Svix does.
	retryHorizon: 28 * 60 * 60,
	timeout: 15,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: '`webhook-id`, the same over retries',
	secret: 'the secret of the workspace, `whsec_…`; an older workspace, whose headers start with `svix-`, is a source of `svix`',
	rotation: 'in the dashboard; whether the old secret signs too is not stated',
};
