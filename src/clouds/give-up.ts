import { keyOf, type Message } from '../webhook/message.ts';
import type { Metrics } from '../webhook/metric.ts';
import type { EventRecords, Queue } from '../webhook/ports.ts';
import { endDead } from './end-dead.ts';

type Means = {
	readonly events: Pick<EventRecords, 'claim' | 'settle' | 'markBuried'>;
	readonly queue: Queue;
	readonly now: () => number;
	readonly reason: string;
	readonly metrics?: Metrics;
};

/** Long enough to settle a run that nobody else may touch meanwhile. */
const leaseMillis = 60_000;

/**
 * For a message that wakes nobody any more: its run ends dead, so that an operator sees it, and nothing waits for ever.
 * Returns until when another run holds the lease; the message is still needed then.
 */
export async function giveUp(message: Message, { events, queue, now, reason, metrics }: Means): Promise<number | undefined> {
	const claim = await events.claim(keyOf(message), message.function, { now: now(), until: now() + leaseMillis });
	if (claim.outcome === 'leased') return claim.until;
	if (claim.outcome === 'claimed' && (await endDead(message, { events, queue, fence: claim.fence, at: now(), reason })))
		metrics?.add('dead', 1, { function: message.function });
	if (claim.outcome === 'absent') await queue.bury(message, reason);
	return undefined;
}
