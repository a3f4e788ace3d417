import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The webhooks of an app; those that are made on the dashboard carry no signature. The type is `triggerType`, such as `form_submission`; the payload is `payload`. */
export const webflow: DirectProvider = {
	id: 'webflow',
	name: 'Webflow',
	docs: 'https://developers.webflow.com/data/docs/working-with-webhooks#validating-request-signatures',
	scheme: hmacSignature({
		header: 'x-webflow-signature',
		signs: '{time}:{body}',
		encoding: 'hex',
		time: { header: 'x-webflow-timestamp', clock: 'milliseconds', tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body, { rawBody }) => [{ id: sha256(rawBody), type: textAt(body, 'triggerType'), payload: valueAt(body, 'payload') }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: 'the digest of the body',
	secret: 'the client secret of the app that made the webhook; those made on the dashboard are not signed',
	rotation: 'not stated',
};
