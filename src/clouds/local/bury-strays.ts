import type { EventRecords } from '../../webhook/ports.ts';
import { giveUp } from '../give-up.ts';
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
	const until = await giveUp(message, { events, queue, now, reason: `serverless.yml has no function ${message.function}` });
	if (until === undefined) await queue.acknowledge(leased);
	else await queue.delay(leased, until);
}
