import { keyOf } from '../../webhook/message.ts';
import type { EventRecords } from '../../webhook/ports.ts';
import { endDead } from './end-dead.ts';
import type { Leased, LocalQueue } from './queue.ts';

type Means = {
	readonly events: EventRecords;
	readonly queue: LocalQueue;
	/** The functions that there are. */
	readonly names: readonly string[];
	readonly now: () => number;
};

const leaseMillis = 60_000;
const most = 100;

/** Messages of functions that are no longer there: their runs end dead, so that an operator sees them, and nothing waits for ever. */
export async function buryStrays(means: Means): Promise<void> {
	const { queue, names, now } = means;
	const strays = (await queue.names()).filter((name) => !names.includes(name));
	if (strays.length === 0) return;
	const leased = await queue.take({ now: now(), until: now() + leaseMillis }, strays, most);
	await Promise.all(leased.map((one) => buryStray(one, means)));
}

async function buryStray(leased: Leased, { events, queue, now }: Means): Promise<void> {
	const { message } = leased;
	const reason = `serverless.yml has no function ${message.function}`;
	const claim = await events.claim(keyOf(message), message.function, { now: now(), until: now() + leaseMillis });
	if (claim.outcome === 'leased') {
		await queue.delay(leased, claim.until);
		return;
	}
	if (claim.outcome === 'claimed') await endDead(message, { events, queue, fence: claim.fence, at: now(), reason });
	if (claim.outcome === 'absent') await queue.bury(message, reason);
	await queue.acknowledge(leased);
}
