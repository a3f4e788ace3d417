import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { joined } from './reading/joined.ts';

/** The type is resource and action, such as `release.create`. The payload is `data`. */
export const heroku: DirectProvider = {
	id: 'heroku',
	name: 'Heroku',
	docs: 'https://devcenter.heroku.com/articles/app-webhooks#securing-webhook-requests',
	scheme: hmacSignature({ header: 'heroku-webhook-hmac-sha256', encoding: 'base64' }),
	contentTypes: { 'application/json': json },
	identify: (body) => [identifyOne(body)],
	// Webhooks of the level `sync` are tried until a limit that is not stated; so longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL, every header and the time',
	sameEvent: '`id`, the same over retries',
	secret: 'the secret given when the webhook is created, or generated then and shown once',
	rotation: 'another secret for the webhook; the old one ends at once',
};

function identifyOne(body: unknown): Identified {
	return { id: textAt(body, 'id'), type: joined(textAt(body, 'resource'), textAt(body, 'action')), payload: valueAt(body, 'data') };
}
