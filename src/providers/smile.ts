import { json } from '../parsers/json.ts';
import { fieldsHmac } from '../schemes/fields-hmac.ts';
import { fieldAt } from '../schemes/signed-field.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { joined } from './reading/joined.ts';

/** The secret is `partner_id:api_key`. The type is that of the job, such as `job.5`; the payload is the whole body, of which nothing is signed. */
export const smile: DirectProvider = {
	id: 'smile',
	name: 'Smile ID',
	docs: 'https://docs.usesmileid.com/integration-options/rest-api/signing-your-api-request/generate-signature',
	// Neither a tolerance nor whether a retry is signed anew is stated, so the tolerance is a day.
	scheme: fieldsHmac({
		algorithm: 'sha256',
		encoding: 'base64',
		signature: { at: ['signature'] },
		fields: [fieldAt('timestamp', /^[0-9TZ:.+-]+$/), (_, partner) => `${partner}sid_request`],
		time: { at: ['timestamp'], clock: 'rfc3339', tolerance: 24 * 60 * 60 },
		named: 'partner_id:api_key',
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [identifyOne(body)],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'everything but the time: for a day, who holds a delivery can send any other result with its signature',
	sameEvent: '`SmileJobID` and `ResultCode`; retries are not stated',
	secret: '`<partner id>:<API key>`',
	rotation: 'a new key ends the old one at once',
};

function identifyOne(body: unknown): Identified {
	const [job, result, kind] = [textAt(body, 'SmileJobID'), textAt(body, 'ResultCode'), textAt(body, 'PartnerParams', 'job_type')];
	return { id: joined(job, result), type: kind && `job.${kind}`, payload: body, unsigned: ['id', 'type'] };
}
