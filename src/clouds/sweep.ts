import { messageFor } from '../webhook/message.ts';
import type { Metrics } from '../webhook/metric.ts';
import { NoQueue } from '../webhook/no-queue.ts';
import type { Blobs, EventRecords, Queue } from '../webhook/ports.ts';
import type { EventRecord, Run } from '../webhook/record.ts';
import { dueAt, isOver } from '../webhook/run.ts';
import { eraser } from './erase.ts';
import { giveUp } from './give-up.ts';
import { sendLetter } from './send-letter.ts';

export type Swept = {
	/** Records that were due; as many as the limit when there may be more. */
	readonly due: number;
	/** What kept records from being seen to. They stay due. */
	readonly errors: readonly unknown[];
};

type Broom = {
	readonly events: Pick<EventRecords, 'due' | 'get' | 'claim' | 'settle' | 'markSent' | 'markBuried' | 'forget' | 'walk'>;
	readonly blobs: Pick<Blobs, 'remove'>;
	readonly queue: Queue;
	readonly now: number;
	readonly limit?: number;
	readonly metrics?: Metrics;
};

/**
 * Sends what was committed but not sent: messages of runs that wait, dead letters of runs that are dead. What was sent and has not ended hours later is
 * sent again, because its queue may have lost it. What is to be erased by now is. Any number of sweeps may run at once.
 */
export async function sweep({ limit = 100, ...broom }: Broom): Promise<Swept> {
	const records = await broom.events.due(broom.now, limit);
	const erase = eraser(broom);
	const seeTo = (record: EventRecord) => (isOver(record, broom.now) ? erase(record) : sweepRuns(record, broom));
	const outcomes = await Promise.allSettled(records.map(seeTo));
	return { due: records.length, errors: outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : [])) };
}

async function sweepRuns(record: EventRecord, broom: Broom): Promise<void> {
	const due = Object.entries(record.functions).filter(([, run]) => (dueAt(run) ?? Number.POSITIVE_INFINITY) <= broom.now);
	for (const [name, run] of due) {
		if (run.status === 'dead') await sendLetter(messageFor(record, name), run.reason ?? 'dead', broom);
		else if (isWaiting(run, broom.now))
			await (isQueued(run) ? send(record, name, broom) : abandon(record, { name, reason: unsent }, broom));
	}
}

const unsent = 'the sender did not send it again';

function isWaiting({ status, leaseUntil = 0 }: Run, now: number): boolean {
	return status === 'pending' || (status === 'running' && leaseUntil <= now);
}

/** A handled run waits for its sender, unless an operator replays it: then it comes through the queue like any other. */
function isQueued({ ack, replays }: Run): boolean {
	return ack === 'stored' || replays > 0;
}

async function send(record: EventRecord, name: string, broom: Broom): Promise<void> {
	try {
		await broom.queue.send([messageFor(record, name)]);
	} catch (error) {
		if (!(error instanceof NoQueue)) throw error;
		return await abandon(record, { name, reason: `serverless.yml has no function ${name}` }, broom);
	}
	await broom.events.markSent(record, [name], broom.now);
}

async function abandon(record: EventRecord, { name, reason }: { name: string; reason: string }, { now, ...broom }: Broom): Promise<void> {
	await giveUp(messageFor(record, name), { ...broom, now: () => now, reason });
}
