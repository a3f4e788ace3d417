import type { Headers } from '../../src/webhook/delivery.ts';
import { type Judge, load } from './judge.ts';
import { judgeStandardWebhooks } from './judge-standard-webhooks.ts';

type Module = {
	readonly validateEvent: (body: Buffer, headers: Headers, secret: string) => unknown;
	readonly WebhookVerificationError: new (...given: readonly never[]) => Error;
};

/** The library decodes what its secret is, and this provider's key is the text. */
const encoded = (secret: string) => Buffer.from(secret).toString('base64');

const verifies: Judge = {
	package: '@polar-sh/sdk',
	accepts: async (delivery, secret) => {
		const { validateEvent, WebhookVerificationError } = await load<Module>('@polar-sh/sdk/webhooks.js');
		try {
			validateEvent(delivery.rawBody, delivery.headers, secret);
		} catch (error) {
			// Afterwards it checks every field of the event, which a short sample hasn't.
			if (error instanceof WebhookVerificationError) throw error;
		}
		return true;
	},
	lax: ['with the signature twice', 'with the signature twice, after a space', 'with a space after the signature'],
};

export const judges: readonly Judge[] = [verifies, judgeStandardWebhooks('standardwebhooks', 'webhook', encoded)];
