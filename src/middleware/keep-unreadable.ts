import type { FailureCode } from '../webhook/failure.ts';
import type { Reply } from '../webhook/reply.ts';
import type { VerifiedDelivery } from '../webhook/verified.ts';
import { commit } from './commit.ts';
import { dropBytes, holds, keepBytes } from './keep-bytes.ts';
import { recordFor } from './record-for.ts';
import { type Passage, type Platform, refuse } from './step.ts';

/** An authentic delivery that can't be read is refused, and kept as dead so that somebody can look at its bytes. */
export async function keepUnreadable(passage: Passage, delivery: VerifiedDelivery, code: FailureCode, platform: Platform): Promise<Reply> {
	const event = { id: undefined, type: undefined, payload: undefined };
	try {
		const bytes = await keepBytes(passage, platform.cloud);
		const record = recordFor({ passage, delivery, bytes, event, index: 0, runs: {}, reason: code });
		const kept = await commit(passage, record, platform.cloud);
		if (!holds(kept, bytes)) await dropBytes(bytes, platform.cloud);
		return refuse(passage, code, record.id);
	} catch {
		return refuse(passage, 'store-unavailable', `${code}, and the store did not take it`);
	}
}
