import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The type is `triggerEvent`, such as `BOOKING_CREATED`; the payload is `payload`. A webhook with a template of its own has no type, so a source of Cal.com has to use the standard body. */
export const calCom: DirectProvider = {
	id: 'cal-com',
	name: 'Cal.com',
	docs: 'https://cal.com/docs/developing/guides/automation/webhooks',
	scheme: hmacSignature({ header: 'x-cal-signature-256', encoding: 'hex' }),
	contentTypes: { 'application/json': json },
	// Without a secret the header says `no-secret-provided`, which is no signature.
	identify: (body, { rawBody }) => [{ id: sha256(rawBody), type: textAt(body, 'triggerEvent'), payload: valueAt(body, 'payload') }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL, the headers and the time: an old delivery can be sent again',
	sameEvent: 'the digest of the body',
	secret: 'the secret of the webhook, which is optional there and needed here; the body has to be the standard one, without a template',
	rotation: 'the secret ends at once',
};
