import type { Claim } from '../webhook/ports.ts';
import type { Identified } from '../webhook/provider.ts';
import type { EventRecord, Run } from '../webhook/record.ts';
import { empty, type Reply } from '../webhook/reply.ts';
import { retryOf } from '../webhook/retry-of.ts';
import { routesBy } from '../webhook/routes-by.ts';
import { newRun } from '../webhook/run.ts';
import type { Route } from '../webhook/source.ts';
import { type Assignment, codeOf, type Ending, keyOfRecord } from './assignment.ts';
import { claimRun } from './claim-run.ts';
import { commit } from './commit.ts';
import { dropBytes, holds, type KeptBytes, keepBytes } from './keep-bytes.ts';
import { recordFor } from './record-for.ts';
import { buryRun } from './settle-run.ts';
import { type Passage, type Platform, refuse } from './step.ts';
import { newRuns, send, takes } from './store-events.ts';

export type Work = (assignment: Assignment) => Promise<Ending>;

/** `ack: handled`. The event is committed, the function run under a lease, and its reply kept: a duplicate gets the kept one. */
export async function runOnce(passage: Passage, work: Work, platform: Platform): Promise<Reply> {
	const { events = [] } = passage;
	const own = routesAt(passage, platform);
	const replies: Reply[] = [];
	let held = false;
	const bytes = await keepBytes(passage, platform.cloud).catch((error: unknown) => describe(error));
	if (typeof bytes === 'string') return refuse(passage, 'store-unavailable', bytes);
	for (const [index, event] of events.entries()) {
		const mine = own.some((route) => takes(route, event));
		const record = await keep(passage, { event, index, mine, bytes }, platform).catch((error: unknown) => describe(error));
		if (typeof record === 'string') return refuse(passage, 'store-unavailable', record);
		held ||= holds(record, bytes);
		if (mine) replies.push(await handle(passage, record, { work, platform }));
	}
	const dropped = held ? undefined : await dropBytes(bytes, platform.cloud).catch((error: unknown) => describe(error));
	if (dropped !== undefined) return refuse(passage, 'store-unavailable', dropped);
	return replies.find(({ status }) => status >= 300) ?? replies[0] ?? passage.provider.accepted ?? empty();
}

/** One function may answer several types at its one URL. */
function routesAt({ route }: Passage, { routes }: Platform): readonly Route[] {
	const own = routesBy(routes).ofFunction(route.function);
	return own.filter(({ source, path }) => source === route.source && path === route.path);
}

type Found = { readonly event: Identified; readonly index: number; readonly mine: boolean; readonly bytes: KeptBytes };

async function keep(passage: Passage, { event, index, mine, bytes }: Found, platform: Platform): Promise<EventRecord> {
	const { verified, route } = passage;
	if (verified === undefined) throw new TypeError('run-once stands before verify-signature');
	// Due at once it would race with the run that is about to claim it; the claim's lease holds the sweep off after that.
	const now = platform.cloud.now();
	const dueAt = now + Math.max(passage.provider.retryHorizon * 1000, 60_000);
	const run = newRun('handled', { now, dueAt });
	const runs = { ...newRuns(passage, event, platform), ...(mine && { [route.function]: run }) };
	const kept = await commit(passage, recordFor({ passage, delivery: verified, bytes, event, index, runs }), platform.cloud);
	await send(kept, platform);
	// Another URL of the source may have kept the event already, without this function.
	if (!mine || Object.hasOwn(kept.functions, route.function)) return kept;
	return (await platform.cloud.events.subscribe(kept, route.function, run)) ?? kept;
}

async function handle(passage: Passage, record: EventRecord, { work, platform }: { work: Work; platform: Platform }): Promise<Reply> {
	const name = passage.route.function;
	let claim: Claim;
	try {
		claim = await claimOrWait(record, name, platform);
	} catch (error) {
		return refuse(passage, 'store-unavailable', describe(error));
	}
	if (claim.outcome === 'settled') return settled(passage, claim.record.functions[name]);
	if (claim.outcome === 'leased') return refuse(passage, 'function-busy', name);
	if (claim.outcome === 'absent' && record.forgottenAt !== undefined) return refuse(passage, 'event-dead', name);
	if (claim.outcome === 'absent') return refuse(passage, 'store-unavailable', `${name}: the record is gone`);
	const assignment: Assignment = { function: name, provider: passage.provider, claim, requestId: passage.delivery.requestId };
	const { attempts } = retryOf(name, platform.routes);
	if (claim.attempt > attempts) {
		await buryRun(assignment, { reason: `no run ended in ${attempts} attempts`, mismatch: false }, platform);
		return refuse(passage, 'event-dead', name);
	}
	// What the function throws is an ending; what is thrown here is the store's.
	const ending = await work(assignment).catch((error: unknown) => refuse(passage, 'store-unavailable', describe(error)));
	if ('status' in ending) return ending;
	return ending.ending === 'done' ? ending.reply : refuse(passage, codeOf(ending) ?? 'internal-error', name);
}

const longestWait = 2_000;
const pauseMillis = 50;

/** While another run holds the lease, a duplicate waits for its reply, but not for long. */
async function claimOrWait(record: EventRecord, name: string, platform: Platform): Promise<Claim> {
	const end = platform.cloud.now() + longestWait;
	for (;;) {
		const claim = await claimRun(keyOfRecord(record), name, platform);
		if (claim.outcome !== 'leased' || platform.cloud.now() >= end) return claim;
		await platform.cloud.wait(pauseMillis);
	}
}

function settled(passage: Passage, run: Run | undefined): Reply {
	if (run?.status === 'done') return run.reply ?? empty();
	return refuse(passage, run?.reason?.startsWith('payload') ? 'payload-mismatch' : 'event-dead', passage.route.function);
}

function describe(error: unknown): string {
	return error instanceof Error ? error.message : 'not an Error';
}
