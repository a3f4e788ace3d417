import { probe } from '../handshakes/probe.ts';
import { form } from '../parsers/form.ts';
import { sharedToken } from '../schemes/shared-token.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sharedId } from './reading/shared-id.ts';

/**
 * Audience webhooks of Mailchimp Marketing. The payload is the form's fields, named as they are sent: `data[email]`.
 * Mailchimp signs nothing; the URL that it is given ends in `?secret=` and the token.
 */
export const mailchimp: DirectProvider = {
	id: 'mailchimp',
	name: 'Mailchimp',
	docs: 'https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/',
	scheme: sharedToken({ query: 'secret' }),
	contentTypes: { 'application/x-www-form-urlencoded': form },
	// Events have no id, but the second of what happened.
	identify: (body, { rawBody }) => [
		{ id: sharedId(textAt(body, 'data[id]'), rawBody), type: textAt(body, 'type'), payload: body, unsigned: ['id', 'type'] },
	],
	handshakes: [probe('GET')],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: '200',
	unsigned: 'nothing is signed: body, headers and URL; and no time, so an old delivery can be sent again',
	sameEvent: '`data[id]`, which is of the member, with the digest of the body, which holds the time in `fired_at`',
	secret: 'a token of your own, with which the URL that Mailchimp is given ends: `…?secret=<token>`',
	rotation: 'another URL',
};
