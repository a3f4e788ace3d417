import type { FailureCode } from '../webhook/failure.ts';
import type { Reply } from '../webhook/reply.ts';
import type { VerifiedDelivery } from '../webhook/verified.ts';
import { redactionOf } from './as-kept.ts';
import { commit } from './commit.ts';
import { dropBytes, holds, keepBytes } from './keep-bytes.ts';
import { recordFor } from './record-for.ts';
import { type Passage, type Platform, refuse } from './step.ts';

/** An authentic delivery that can't be read is refused, and kept as dead so that somebody can look at its bytes. */
export async function keepUnreadable(passage: Passage, delivery: VerifiedDelivery, code: FailureCode, platform: Platform): Promise<Reply> {
	const event = { id: undefined, type: undefined, payload: undefined };
	const malformed = code === 'body-malformed';
	const withheld = passage.source.redact !== undefined && (malformed || redactionOf(delivery, passage.provider) === undefined);
	const reason = withheld ? `${code}; its bytes are not kept, since they can not be redacted` : code;
	try {
		const bytes = await keepBytes(passage, { ...platform.cloud, malformed });
		const record = recordFor({ passage, delivery, bytes, event, index: 0, runs: {}, reason });
		const kept = await commit(passage, record, platform.cloud);
		if (!holds(kept, bytes)) await dropBytes(bytes, platform.cloud);
		return refuse(passage, code, record.id);
	} catch (error) {
		return refuse(passage, 'store-unavailable', `${code}, and it was not kept: ${error instanceof Error ? error.message : 'not an Error'}`);
	}
}
