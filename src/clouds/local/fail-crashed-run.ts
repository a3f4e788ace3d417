import { backoff } from '../../webhook/backoff.ts';
import { keyOf, type Message } from '../../webhook/message.ts';
import type { Disposition, EventRecords, Queue } from '../../webhook/ports.ts';
import type { Retry } from '../../webhook/source.ts';
import { endDead } from '../end-dead.ts';

type Means = {
	readonly events: EventRecords;
	readonly queue: Queue;
	readonly now: () => number;
	readonly retry: Retry;
	/** Of the run that crashed. */
	readonly fence: number;
};

const longestError = 500;

/** A thread that crashed could not record how its run ended, so this does, as the chain would have: another attempt after the back-off, or dead after the last one. */
export async function failCrashedRun(message: Message, thrown: unknown, { events, queue, now, retry, fence }: Means): Promise<Disposition> {
	const key = keyOf(message);
	const name = message.function;
	const run = (await events.get(key))?.functions[name];
	const later: Disposition = { done: false, retryAfterSeconds: backoff(Math.max(run?.attempts ?? 1, 1), retry, Math.random()) };
	// It crashed before it began or after it ended, or another run has taken over; the next look at the message tells which.
	if (run?.status !== 'running' || run.fence !== fence) return later;
	const error = (thrown instanceof Error ? thrown.message : `threw ${typeof thrown}`).slice(0, longestError);
	const { attempts } = run;
	const at = now();
	if (attempts < retry.attempts) {
		await events.settle(key, name, fence, { status: 'pending', at, error });
		return later;
	}
	await endDead(message, { events, queue, fence, at, error, reason: `failed ${attempts} times` });
	return { done: true };
}
