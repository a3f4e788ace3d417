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
	// What the function throws is an ending; what is thrown here is the store's.
	try {
		const bytes = await keepBytes(passage, platform.cloud);
		for (const [index, event] of events.entries()) {
			const mine = own.some((route) => takes(route, event));
			const { record, fresh } = await keep(passage, { event, index, mine, bytes }, platform);
			held ||= holds(record, bytes);
			const said = fresh && bytes.asSent ? { payload: event.payload, rawBody: passage.delivery.rawBody } : undefined;
			if (mine) replies.push(await handle(passage, record, { work, platform, said }));
		}
		if (!held) await dropBytes(bytes, platform.cloud);
	} catch (error) {
		return refuse(passage, 'store-unavailable', error instanceof Error ? error.message : 'not an Error');
	}
	return replies.find(({ status }) => status >= 300) ?? replies[0] ?? passage.provider.accepted ?? empty();
}

/** One function may answer several types at its one URL. */
function routesAt({ route }: Passage, { routes }: Platform): readonly Route[] {
	const own = routesBy(routes).ofFunction(route.function);
	return own.filter(({ source, path }) => source === route.source && path === route.path);
}

type Found = { readonly event: Identified; readonly index: number; readonly mine: boolean; readonly bytes: KeptBytes };

/** `fresh`: it is of this delivery, and not of an earlier one that held the same event. */
type Kept = { readonly record: EventRecord; readonly fresh: boolean };

async function keep(passage: Passage, { event, index, mine, bytes }: Found, platform: Platform): Promise<Kept> {
	const { verified, route } = passage;
	if (verified === undefined) throw new TypeError('run-once stands before verify-signature');
	// Due at once it would race with the run that is about to claim it; the claim's lease holds the sweep off after that.
	const now = platform.cloud.now();
	const dueAt = now + Math.max(passage.provider.retryHorizon * 1000, 60_000);
	const run = newRun('handled', { now, dueAt });
	const runs = { ...newRuns(passage, event, platform), ...(mine && { [route.function]: run }) };
	const own = recordFor({ passage, delivery: verified, bytes, event, index, runs });
	const record = await commit(passage, own, platform.cloud);
	await send(record, platform);
	// Another URL of the source may have kept the event already, without this function.
	if (!mine || Object.hasOwn(record.functions, route.function)) return { record, fresh: record === own };
	return { record: (await platform.cloud.events.subscribe(record, route.function, run)) ?? record, fresh: false };
}

type Handling = { readonly work: Work; readonly platform: Platform; readonly said: Assignment['said'] };

async function handle(passage: Passage, record: EventRecord, { work, platform, said }: Handling): Promise<Reply> {
	const name = passage.route.function;
	const claim = await claimOrWait(record, name, platform);
	if (claim.outcome === 'settled') return settled(passage, claim.record.functions[name]);
	if (claim.outcome === 'leased') return refuse(passage, 'function-busy', name);
	if (claim.outcome === 'absent' && record.forgottenAt !== undefined) return refuse(passage, 'event-dead', name);
	if (claim.outcome === 'absent') return refuse(passage, 'store-unavailable', `${name}: the record is gone`);
	const assignment: Assignment = { function: name, provider: passage.provider, claim, said, requestId: passage.delivery.requestId };
	const { attempts } = retryOf(name, platform.routes);
	if (claim.attempt > attempts) {
		await buryRun(assignment, { reason: `no run ended in ${attempts} attempts`, mismatch: false }, platform);
		return refuse(passage, 'event-dead', name);
	}
	const ending = await work(assignment);
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
