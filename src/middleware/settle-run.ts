import { backoff } from '../webhook/backoff.ts';
import { messageFor } from '../webhook/message.ts';
import type { Settlement } from '../webhook/ports.ts';
import { empty } from '../webhook/reply.ts';
import { retryOf } from '../webhook/retry-of.ts';
import { traced } from '../webhook/traceparent.ts';
import { asReply } from './as-reply.ts';
import { type Assignment, type Ending, keyOfRecord, type Task } from './assignment.ts';
import { oneLine } from './one-line.ts';
import type { Platform } from './step.ts';

/** Registered first, so that it acts last: records how the run ended, under the fence of its lease. */
export function settleRun(platform: Platform): Task {
	return {
		after: async (request) => {
			const { ack } = runOf(request.event);
			// Nobody waits for what a stored event's function returns, so it may be what no reply can hold.
			const reply = ack === 'handled' ? asReply(request.response) : empty();
			const at = platform.cloud.now();
			const kept = ack === 'handled' && Buffer.byteLength(reply.body) <= keptReplyBytes;
			const current = await settle(request.event, { status: 'done', at, ...(kept && { reply }) }, platform);
			request.response = current ? ({ ending: 'done', reply } satisfies Ending) : fenced;
		},
		onError: ({ event, error }) => {
			event.thrownAt = platform.cloud.placeOf?.(error);
			return failRun(event, describe(error), platform);
		},
	};
}

const keptReplyBytes = 64 * 1024;
const fenced: Ending = { ending: 'fenced' };

async function failRun(assignment: Assignment, error: string, platform: Platform): Promise<Ending> {
	const { routes, cloud } = platform;
	const { attempt } = assignment.claim;
	const retry = retryOf(assignment.function, routes);
	assignment.failure = error;
	if (attempt >= retry.attempts) return buryRun(assignment, { reason: `failed ${attempt} times`, error, mismatch: false }, platform);
	const handled = runOf(assignment).ack === 'handled';
	const at = cloud.now();
	// A handled run waits for the sender; when the sender does not come again, the sweep ends it.
	const dueAt = at + Math.max(assignment.provider.retryHorizon * 1000, 60_000);
	const current = await settle(assignment, { status: 'pending', at, error, ...(handled && { sent: false, dueAt }) }, platform);
	return current ? { ending: 'failed', retryAfterSeconds: backoff(attempt, retry, Math.random()) } : fenced;
}

type Claimed = Pick<Assignment, 'function' | 'claim' | 'failure'>;
type Burial = { readonly reason: string; readonly error?: string; readonly mismatch: boolean };

/** Dead with its reason, then its dead letter. Where the letter can't be sent, the sweep sends it. */
export async function buryRun(assignment: Claimed, { reason, error, mismatch }: Burial, platform: Platform): Promise<Ending> {
	const { record } = assignment.claim;
	const { cloud } = platform;
	const current = await settle(assignment, { status: 'dead', at: cloud.now(), reason, ...(error !== undefined && { error }) }, platform);
	if (!current) return fenced;
	assignment.failure ??= reason;
	cloud.metrics.add('dead', 1, { function: assignment.function });
	const log = traced(cloud.log, record.traceparent);
	log.error('dead letter', { 'faas.name': assignment.function, 'cloudevents.event_id': record.id, detail: oneLine(reason) });
	try {
		await cloud.queue.bury(messageFor(record, assignment.function), reason);
		await cloud.events.markBuried(keyOfRecord(record), assignment.function);
	} catch (failure) {
		log.warn('the dead letter waits for the sweep', { 'faas.name': assignment.function, detail: oneLine(describe(failure)) });
	}
	return { ending: 'dead', mismatch };
}

function settle({ claim, function: name }: Claimed, settlement: Settlement, { cloud }: Platform): Promise<boolean> {
	return cloud.events.settle(keyOfRecord(claim.record), name, claim.fence, settlement);
}

function runOf({ claim, function: name }: Assignment) {
	const run = claim.record.functions[name];
	if (run === undefined) throw new TypeError(`the record has no run of ${name}`);
	return run;
}

const longestError = 500;

function describe(error: unknown): string {
	return (error instanceof Error ? `${error.name}: ${error.message}` : `threw ${typeof error}`).slice(0, longestError);
}
