import type { DirectScheme } from '../webhook/scheme.ts';
import { refused } from './refused.ts';

/** A sender that signs the first event of a batch and no other. A list is not believed, and who reads the log learns why. */
export function noBatches(signature: DirectScheme): DirectScheme {
	return {
		...signature,
		verify: (delivery, secrets) => {
			const verdict = signature.verify(delivery, secrets);
			const mismatch = !verdict.valid && verdict.reason === 'signature-mismatch';
			return mismatch && delivery.rawBody.toString('latin1', 0, 1) === '[' ? refused('batch-not-signed') : verdict;
		},
	};
}
