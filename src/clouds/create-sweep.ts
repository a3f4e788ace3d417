import type { Cloud } from '../webhook/ports.ts';
import { giveUp } from './give-up.ts';
import { isStranger } from './read-message.ts';
import { sweep } from './sweep.ts';

const limit = 100;
const longestMillis = 45_000;
/** So much that fails is no longer the fault of single events. */
const mostStuck = 400;

/** The function `webhook-sweep`: on its schedule it sends what was committed but not sent; what the queues gave up it ends as dead. */
export function createSweep(on: Cloud): (input: unknown, context: unknown) => Promise<unknown> {
	return async (input, context) => {
		const trigger = on.open(input, context);
		try {
			if (trigger.kind !== 'messages') return await sweepAll(on);
			const { messages } = trigger;
			return await on.dispose(messages, await Promise.all(messages.map((message) => giveUpOne(message, on))));
		} finally {
			on.metrics.flush();
		}
	};
}

/** Until nothing is left, or the time is over. What fails is left to the next minute, and hides nothing that is younger: it is looked past. */
async function sweepAll({ events, queue, blobs, now, log, metrics }: Cloud): Promise<{ readonly due: number }> {
	const end = now() + longestMillis;
	for (let [due, stuck] = [0, 0]; ; ) {
		const most = limit + stuck;
		const swept = await sweep({ events, queue, blobs, now: now(), limit: most, metrics });
		due += swept.due - stuck;
		stuck = swept.errors.length;
		if (swept.due === most && stuck <= mostStuck && now() < end) continue;
		for (const error of swept.errors) log.error('an event stays due', { error: describe(error) });
		// So that its alarm sees it.
		if (stuck > 0) throw new Error(`${stuck} events stay due`);
		return { due };
	}
}

const retryAfterSeconds = 60;

async function giveUpOne(message: Parameters<typeof giveUp>[0], { events, queue, now, log, metrics }: Cloud) {
	try {
		if (isStranger(message)) {
			log.error('a message that is not ours was given up', { 'messaging.message.id': message.id });
			return { done: true } as const;
		}
		const until = await giveUp(message, { events, queue, now, metrics, reason: 'the queue gave it up' });
		if (until === undefined) return { done: true } as const;
		return { done: false, retryAfterSeconds: Math.max(1, (until - now()) / 1000) } as const;
	} catch (error) {
		log.error('message left in the queue', { error: describe(error) });
		return { done: false, retryAfterSeconds } as const;
	}
}

function describe(error: unknown): string {
	return error instanceof Error ? error.message : 'not an Error';
}
