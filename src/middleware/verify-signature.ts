import type { Secrets } from '../webhook/ports.ts';
import { SecretError, type Verdict } from '../webhook/scheme.ts';
import { verified } from '../webhook/verified.ts';
import { readSecrets } from './read-secrets.ts';
import { refuse, type Step } from './step.ts';

/** On the raw bytes. Nothing is parsed, stored or logged from the body before this has passed. */
export function verifySignature(secrets: Secrets): Step {
	return {
		before: async ({ event }) => {
			let values: readonly string[];
			try {
				values = await readSecrets(secrets, event.source.name, 'WEBHOOK_SECRET');
			} catch {
				return refuse(event, 'secret-unusable', 'the secret store can not be reached');
			}
			if (values.length === 0) return refuse(event, 'secret-unusable', 'no secret is set');
			let verdict: Verdict;
			try {
				verdict = event.provider.scheme.verify(event.delivery, values);
			} catch (error) {
				// A receiver that can't verify must not answer 401: to many senders that is final.
				if (error instanceof SecretError) return refuse(event, 'secret-unusable', `${which(values)}${error.message}`);
				throw error;
			}
			if (!verdict.valid) return refuse(event, 'signature-invalid', verdict.reason);
			event.verified = verified(event.delivery);
			return undefined;
		},
	};
}

/** A scheme does not know the names of its secrets. */
function which({ length }: readonly string[]): string {
	return length > 1 ? 'one of the current and the previous secret: ' : '';
}
