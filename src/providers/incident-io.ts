import { json } from '../parsers/json.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** The payload is what stands under the name of the type, such as the incident of `public_incident.incident_created_v2`. */
export const incidentIo: DirectProvider = {
	id: 'incident-io',
	name: 'incident.io',
	docs: 'https://docs.incident.io/api-reference/webhooks',
	scheme: standardWebhooks(),
	contentTypes: { 'application/json': json },
	// The header is part of what is signed.
	identify: (body, { headers }) => [identifyOne(body, textAt(headers, 'webhook-id'))],
	// https://docs.incident.io/api-reference/webhooks: over the next 24 hours.
	retryHorizon: 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: '`webhook-id`, the same over retries',
	secret: 'the signing secret, `whsec_…`',
	rotation: 'not stated',
};

function identifyOne(body: unknown, id: string | undefined): Identified {
	const type = textAt(body, 'event_type');
	return { id, type, payload: valueAt(body, type ?? '') ?? body };
}
