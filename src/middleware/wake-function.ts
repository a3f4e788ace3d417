import { keyOf, type Message } from '../webhook/message.ts';
import type { Claim, Disposition } from '../webhook/ports.ts';
import type { Provider } from '../webhook/provider.ts';
import { retryOf } from '../webhook/retry-of.ts';
import type { Assignment } from './assignment.ts';
import { claimRun } from './claim-run.ts';
import type { Work } from './run-once.ts';
import { buryRun } from './settle-run.ts';
import type { Platform } from './step.ts';

const done: Disposition = { done: true };

/** The queue side, the same on every cloud: claim, run, and say what is to become of the message. */
export async function wakeFunction(
	message: Message,
	{ provider, work, platform }: { provider: Provider; work: Work; platform: Platform },
): Promise<Disposition> {
	const { cloud, routes } = platform;
	const name = message.function;
	const claim = await claimRun(keyOf(message), name, platform);
	if (claim.outcome === 'leased') return { done: false, retryAfterSeconds: Math.max(1, (claim.until - cloud.now()) / 1000) };
	if (claim.outcome === 'settled') return finish(message, claim, platform);
	if (claim.outcome === 'absent') {
		await cloud.queue.bury(message, 'no record of this event waits for this function');
		return done;
	}
	const assignment: Assignment = { function: name, provider, claim };
	const { attempts } = retryOf(name, routes);
	if (claim.attempt > attempts) {
		const { lastError } = claim.record.functions[name] ?? {};
		const reason = `no run ended in ${attempts} attempts`;
		await buryRun(assignment, { reason, ...(lastError !== undefined && { error: lastError }), mismatch: false }, platform);
		return done;
	}
	const ending = await work(assignment);
	return ending.ending === 'failed' ? { done: false, retryAfterSeconds: ending.retryAfterSeconds } : done;
}

/** A message that comes again after the run was settled runs nothing; a dead letter that is still missing is sent. */
async function finish(message: Message, { record }: Extract<Claim, { outcome: 'settled' }>, { cloud }: Platform): Promise<Disposition> {
	const run = record.functions[message.function];
	if (run?.status === 'dead' && !run.sent) {
		await cloud.queue.bury(message, run.reason ?? 'dead');
		await cloud.events.markSent(keyOf(message), [message.function]);
	}
	return done;
}
