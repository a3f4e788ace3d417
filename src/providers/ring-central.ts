import { echoHeader } from '../handshakes/echo-header.ts';
import { json } from '../parsers/json.ts';
import { sharedToken } from '../schemes/shared-token.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

const idText = /^(\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The type is the event filter, without its query and with `~` for ids, such as `/restapi/v1.0/account/~/extension/~/message-store`. The payload is `body`. */
export const ringCentral: DirectProvider = {
	id: 'ring-central',
	name: 'RingCentral',
	docs: 'https://developers.ringcentral.com/guide/notifications/webhooks/receiving',
	// The `verificationToken` of the subscription.
	scheme: sharedToken({ header: 'verification-token' }),
	contentTypes: { 'application/json': json },
	identify: (body) => [
		{ id: textAt(body, 'uuid'), type: filterOf(textAt(body, 'event')), payload: valueAt(body, 'body'), unsigned: ['id', 'type'] },
	],
	handshakes: [
		// https://developers.ringcentral.com/guide/notifications/webhooks/creating-webhooks; an older page gave every delivery this header.
		echoHeader({
			header: 'validation-token',
			method: 'POST',
			signed: false,
			reply: (token) => ({ status: 200, headers: { 'content-type': 'application/json', 'validation-token': token }, body: '' }),
			eventField: 'event',
			title: '`POST` with `Validation-Token`, without an event: an empty 200 with the same header',
		}),
	],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	timeout: 3,
	expects: '200 within three seconds',
	unsigned: 'nothing is signed: body, headers and URL; and no time, so an old delivery can be sent again',
	sameEvent: '`uuid`, the same over retries',
	secret: "a token of your own, `verificationToken` in the subscription's `deliveryMode`, which is optional there and needed here",
	rotation: 'another `verificationToken` when the subscription is renewed',
};

function filterOf(event: string | undefined): string | undefined {
	const [path = ''] = event?.split('?', 1) ?? [];
	const parts = path.split('/').map((part) => (idText.test(part) ? '~' : part));
	return parts.join('/') || undefined;
}
