import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** Self-service actions and automations. The type is the identifier of the action; the payload is the whole body, whose form each action can set. */
export const portIo: DirectProvider = {
	id: 'port-io',
	name: 'Port',
	docs: 'https://docs.port.io/actions-and-automations/setup-backend/webhook/signature-verification/',
	// It looks like Standard Webhooks, but signs no id, and the key is the text of the client secret. Port asks for a tolerance of our own.
	scheme: hmacSignature({
		header: 'x-port-signature',
		signs: '{time}.{body}',
		encoding: 'base64',
		prefix: 'v1,',
		time: { header: 'x-port-timestamp', tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body, delivery) => [identifyOne(body, delivery)],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: '`context.runId`, else the digest of the body',
	secret: 'the client secret of the organization',
	rotation: 'not stated; it is the client secret of the organization',
};

function identifyOne(body: unknown, { rawBody }: Delivery): Identified {
	const type = textAt(body, 'action') ?? textAt(body, 'payload', 'action', 'identifier');
	return { id: textAt(body, 'context', 'runId') ?? sha256(rawBody), type, payload: body };
}
