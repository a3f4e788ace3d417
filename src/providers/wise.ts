import { json } from '../parsers/json.ts';
import { derKeys } from '../schemes/der-keys.ts';
import { publicKeySignature } from '../schemes/public-key-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { digestOf } from './reading/digest-of.ts';

/** The secret is Wise's public key (one for production, one for the sandbox), in one line. The type is `event_type`, such as `transfers#state-change`. The payload is `data`. */
export const wise: DirectProvider = {
	id: 'wise',
	name: 'Wise',
	docs: 'https://docs.wise.com/guides/developer/webhooks/event-handling',
	scheme: publicKeySignature({ header: 'x-signature-sha256', encoding: 'base64', keys: derKeys('rsa') }),
	contentTypes: { 'application/json': json },
	// The body has no id, but what happened, to what, and when. X-Delivery-Id is not signed.
	identify: (body) => {
		const what = [valueAt(body, 'subscription_id'), valueAt(body, 'event_type'), valueAt(body, 'data')];
		return [{ id: digestOf(what), type: textAt(body, 'event_type'), payload: valueAt(body, 'data') }];
	},
	// 25 times over two weeks: https://docs.wise.com/guides/developer/webhooks/event-handling
	retryHorizon: 16 * 24 * 60 * 60,
	timeout: 5,
	expects: '200 within five seconds',
	unsigned:
		'for whom it is: Wise signs for all its customers with one key, so a function has to look at `resource.profile_id`; the URL, and the other headers',
	sameEvent: 'the digest of `subscription_id`, `event_type` and `data`, the same over retries',
	rotation: 'Wise publishes a new public key',
};
