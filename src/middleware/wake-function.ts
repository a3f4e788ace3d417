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
	{ provider, work, platform, requestId }: { provider: Provider; work: Work; platform: Platform; requestId: string },
): Promise<Disposition> {
	const { routes } = platform;
	const name = message.function;
	const claim = await claimRun(keyOf(message), name, platform);
	if (claim.outcome !== 'claimed') return unclaimed(message, claim, platform);
	const assignment: Assignment = { function: name, provider, claim, requestId };
	const { attempts } = retryOf(name, routes);
	if (claim.attempt > attempts) {
		const { lastError } = claim.record.functions[name] ?? {};
		const reason = `no run ended in ${attempts} attempts`;
		await buryRun(assignment, { reason, ...(lastError !== undefined && { error: lastError }), mismatch: false }, platform);
		return done;
	}
	const ending = await work(assignment);
	if (ending.ending === 'failed') return { done: false, retryAfterSeconds: ending.retryAfterSeconds };
	// Whoever took over may have failed since, so only the record can say whether the message is still needed.
	return ending.ending === 'fenced' ? { done: false, retryAfterSeconds: 1 } : done;
}

/** For a message that nothing can be run for any more: its run ends dead with the reason, so that an operator sees it and nothing waits for ever. */
export async function buryMessage(message: Message, reason: string, platform: Platform): Promise<Disposition> {
	const claim = await claimRun(keyOf(message), message.function, platform);
	if (claim.outcome !== 'claimed') return unclaimed(message, claim, platform);
	await buryRun({ function: message.function, claim }, { reason, mismatch: false }, platform);
	return done;
}

async function unclaimed(message: Message, claim: Exclude<Claim, { outcome: 'claimed' }>, platform: Platform): Promise<Disposition> {
	const { cloud } = platform;
	if (claim.outcome === 'leased') return { done: false, retryAfterSeconds: Math.max(1, (claim.until - cloud.now()) / 1000) };
	if (claim.outcome === 'settled') return finish(message, claim, platform);
	await cloud.queue.bury(message, 'no record of this event waits for this function');
	return done;
}

/** A message that comes again after the run was settled runs nothing; a dead letter that is still missing is sent. */
async function finish(message: Message, { record }: Extract<Claim, { outcome: 'settled' }>, { cloud }: Platform): Promise<Disposition> {
	const run = record.functions[message.function];
	if (run?.status === 'dead' && !run.sent) {
		await cloud.queue.bury(message, run.reason ?? 'dead');
		await cloud.events.markBuried(keyOf(message), message.function);
	}
	return done;
}
