import { replyTo } from '../handshakes/reply-to.ts';
import { json } from '../parsers/json.ts';
import { sharedToken } from '../schemes/shared-token.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { empty } from '../webhook/reply.ts';
import { textAt } from '../webhook/text-at.ts';
import { digestOf } from './reading/digest-of.ts';
import { withoutField } from './reading/without-field.ts';

/** The type is `event_type`, such as `FILE_COMMENT`. The payload is the body without the passcode; the kept bytes have it, unless the source redacts it. */
export const figma: DirectProvider = {
	id: 'figma',
	name: 'Figma',
	docs: 'https://developers.figma.com/docs/rest-api/webhooks-security/',
	scheme: sharedToken({ body: ['passcode'] }),
	contentTypes: { 'application/json': json },
	identify: (body) => [identifyOne(body)],
	// https://developers.figma.com/docs/rest-api/webhooks-events/
	handshakes: [
		replyTo({
			reply: (body) => (textAt(body, 'event_type') === 'PING' ? empty() : undefined),
			title: 'a `PING` with the passcode: an empty 200',
		}),
	],
	// Three retries: after 5 minutes, 30 minutes and 3 hours.
	retryHorizon: 4 * 60 * 60,
	expects: '200',
	unsigned: 'everything: the passcode only shows who sends',
	sameEvent: 'the digest of the body without the passcode, the same over retries',
	secret: 'the `passcode` of the webhook, at most 100 characters',
	rotation: 'a new passcode ends the old one at once',
};

function identifyOne(body: unknown): Identified {
	const payload = withoutField(body, 'passcode');
	// Without the passcode, which a digest of it would let somebody try.
	return { id: digestOf(payload), type: textAt(body, 'event_type'), payload, unsigned: ['id', 'type'] };
}
