import { messageFor } from '../webhook/message.ts';
import type { Metrics } from '../webhook/metric.ts';
import type { EventRecords, Queue } from '../webhook/ports.ts';
import type { EventRecord, Run } from '../webhook/record.ts';
import { giveUp } from './give-up.ts';

export type Swept = {
	/** Records that were due; as many as the limit when there may be more. */
	readonly due: number;
	/** What kept records from being seen to. They stay due. */
	readonly errors: readonly unknown[];
};

type Broom = {
	readonly events: Pick<EventRecords, 'due' | 'claim' | 'settle' | 'markSent'>;
	readonly queue: Queue;
	readonly now: number;
	readonly limit?: number;
	readonly metrics?: Metrics;
};

/** Sends what was committed but not sent: messages of runs that wait, dead letters of runs that are dead. Any number of sweeps may run at once. */
export async function sweep({ limit = 100, ...broom }: Broom): Promise<Swept> {
	const records = await broom.events.due(broom.now, limit);
	const outcomes = await Promise.allSettled(records.map((record) => sweepRecord(record, broom)));
	return { due: records.length, errors: outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : [])) };
}

async function sweepRecord(record: EventRecord, broom: Broom): Promise<void> {
	const due = Object.entries(record.functions).filter(([, run]) => !run.sent && run.dueAt <= broom.now);
	for (const [name, run] of due) {
		if (run.status === 'dead') await bury(record, { name, reason: run.reason ?? 'dead' }, broom);
		else if (isWaiting(run, broom.now)) await (isQueued(run) ? send(record, name, broom) : abandon(record, name, broom));
	}
}

function isWaiting({ status, leaseUntil = 0 }: Run, now: number): boolean {
	return status === 'pending' || (status === 'running' && leaseUntil <= now);
}

/** A handled run waits for its sender, unless an operator replays it: then it comes through the queue like any other. */
function isQueued({ ack, replays }: Run): boolean {
	return ack === 'stored' || replays > 0;
}

async function send(record: EventRecord, name: string, { events, queue }: Broom): Promise<void> {
	await queue.send([messageFor(record, name)]);
	await events.markSent(record, [name]);
}

async function abandon(record: EventRecord, name: string, { now, ...broom }: Broom): Promise<void> {
	await giveUp(messageFor(record, name), { ...broom, now: () => now, reason: 'the sender did not send it again' });
}

async function bury(record: EventRecord, { name, reason }: { name: string; reason: string }, { events, queue }: Broom): Promise<void> {
	await queue.bury(messageFor(record, name), reason);
	await events.markSent(record, [name]);
}
