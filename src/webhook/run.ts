import type { Settlement } from './ports.ts';
import type { EventRecord, Run } from './record.ts';
import type { Ack } from './source.ts';

/** A run that has not begun. Its fence counts on from the time at which it was made, so that it does not go back when an expired event comes again. */
export function newRun(ack: Ack, { now, dueAt }: { readonly now: number; readonly dueAt: number }): Run {
	return { status: 'pending', ack, attempts: 0, fence: now, sent: false, dueAt, replays: 0 };
}

/** The run once its lease is taken; undefined when it can't be. */
export function claimRun(run: Run, { now, until }: { readonly now: number; readonly until: number }): Run | undefined {
	const free = run.status === 'pending' || (run.status === 'running' && (run.leaseUntil ?? 0) <= now);
	if (!free) return undefined;
	const dueAt = Math.max(run.dueAt, until);
	return { ...run, status: 'running', attempts: run.attempts + 1, fence: run.fence + 1, leaseUntil: until, dueAt };
}

/** A queue may lose what it holds, or go with its function. Longer than all attempts take as a rule, because a message that is still there then comes twice. */
const lookAgainMillis = 6 * 60 * 60 * 1000;

/** The run once its message is in the queue; undefined when it has ended meanwhile. */
export function sendRun(run: Run, now: number): Run | undefined {
	if (run.status === 'done' || run.status === 'dead') return undefined;
	return { ...run, sent: true, dueAt: now + lookAgainMillis };
}

/** The run once its dead letter is in the queue; undefined when it is not dead, or not any more. */
export function buryRun(run: Run): Run | undefined {
	return run.status === 'dead' && !run.sent ? { ...run, sent: true } : undefined;
}

/** When the sweep should look at the run, milliseconds since the epoch; undefined when it has ended, and its dead letter is sent. */
export function dueAt({ status, sent, dueAt: due }: Run): number | undefined {
	return status === 'done' || (status === 'dead' && sent) ? undefined : due;
}

/** The run once it ended; undefined when the fence is not the current one, or the run is not running. */
export function settleRun({ leaseUntil: _, ...run }: Run, fence: number, settlement: Settlement): Run | undefined {
	if (run.status !== 'running' || run.fence !== fence) return undefined;
	switch (settlement.status) {
		case 'done':
			return { ...run, status: 'done', ...(settlement.reply && { reply: settlement.reply }) };
		case 'pending': {
			const { error, dueAt = run.dueAt, sent = run.sent } = settlement;
			return { ...run, status: 'pending', lastError: error, dueAt, sent };
		}
		case 'dead': {
			const { at, error, reason } = settlement;
			return { ...run, status: 'dead', ...(error !== undefined && { lastError: error }), reason, sent: false, dueAt: at };
		}
	}
}

/** The run as an operator's replay leaves it; undefined while it is running. The fence stays, so that a late finisher is still fenced off. */
export function reopenRun({ leaseUntil: _, lastError: __, reason: ___, reply: ____, ...run }: Run, now: number): Run | undefined {
	if (run.status === 'running') return undefined;
	return { ...run, status: 'pending', attempts: 0, sent: false, dueAt: now, replays: run.replays + 1 };
}

type Due = Pick<EventRecord, 'functions' | 'forgottenAt' | 'eraseAt'>;

/** When the sweep should look at the event, milliseconds since the epoch: at one of its runs, or, when all have ended, to erase what was sent. */
export function dueOf(record: Due): number | undefined {
	const times = runTimes(record);
	return times.length > 0 ? Math.min(...times) : eraseTime(record);
}

/** Whether what was sent is to be erased by now: nobody waits for it. */
export function isOver(record: Due, now: number): boolean {
	return runTimes(record).length === 0 && (eraseTime(record) ?? Number.POSITIVE_INFINITY) <= now;
}

function runTimes({ functions }: Due): readonly number[] {
	return Object.values(functions).flatMap((run) => dueAt(run) ?? []);
}

function eraseTime({ forgottenAt, eraseAt }: Due): number | undefined {
	return forgottenAt === undefined ? eraseAt : undefined;
}
