import { json } from '../parsers/json.ts';
import { sharedToken } from '../schemes/shared-token.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The type is the one field of the update besides its id, such as `message` or `callback_query`, and the payload is that field. */
export const telegram: DirectProvider = {
	id: 'telegram',
	name: 'Telegram Bot API',
	docs: 'https://core.telegram.org/bots/api#setwebhook',
	// The `secret_token` of setWebhook: letters, digits, `_` and `-`.
	scheme: sharedToken({ header: 'x-telegram-bot-api-secret-token' }),
	contentTypes: { 'application/json': json },
	identify: (body) => [identifyUpdate(body)],
	// Updates wait for a day at most: https://core.telegram.org/bots/api#getting-updates
	retryHorizon: 24 * 60 * 60,
	expects: 'any 2xx; JSON in it may be a call of the Bot API',
	unsigned: 'everything: the token only says who sends',
	sameEvent: '`update_id`, the same over retries',
	secret: 'a token of your own, the `secret_token` of setWebhook: up to 256 letters, digits, `_` and `-`',
	rotation: 'setWebhook with another `secret_token`, at once',
};

function identifyUpdate(body: unknown): Identified {
	const id = textAt(body, 'update_id');
	const type = id === undefined ? undefined : Object.keys(body as object).find((key) => key !== 'update_id');
	return { id, type, payload: type === undefined ? body : valueAt(body, type), unsigned: ['id', 'type'] };
}
