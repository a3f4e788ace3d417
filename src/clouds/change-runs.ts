import type { Claim, EventRecords } from '../webhook/ports.ts';
import type { EventKey, EventRecord, Run } from '../webhook/record.ts';
import { buryRun, claimRun, reopenRun, sendRun, settleRun } from '../webhook/run.ts';

/** What `change` makes of a record; undefined when it stays as it is. It may be asked more than once, and only the last answer counts. */
export type Change = (record: EventRecord) => EventRecord | undefined;

/** How a store changes one record in one atomic step. `record` is as it stands afterwards, undefined where there is none. */
export type Update = (key: EventKey, change: Change) => Promise<{ readonly record: EventRecord | undefined; readonly changed: boolean }>;

/** The methods of a store that change runs: the same everywhere, over the store's own atomic step. */
export function changeRuns(update: Update): Pick<EventRecords, 'claim' | 'settle' | 'markSent' | 'markBuried' | 'reopen' | 'subscribe'> {
	const each = (key: EventKey, names: readonly string[], change: (run: Run) => Run | undefined) =>
		update(key, (record) => changeEach(record, names, change));
	return {
		claim: async (key, name, lease) => {
			const { record, changed } = await each(key, [name], (run) => claimRun(run, lease));
			return claimOf(record, name, changed);
		},
		settle: async (key, name, fence, settlement) => (await each(key, [name], (run) => settleRun(run, fence, settlement))).changed,
		markSent: async (key, names, now) => {
			await each(key, names, (run) => sendRun(run, now));
		},
		markBuried: async (key, name) => {
			await each(key, [name], buryRun);
		},
		reopen: async (key, names, now) => (await each(key, names, (run) => reopenRun(run, now))).record,
		subscribe: async (key, name, run) =>
			(await update(key, (record) => (ownRun(record, name) ? undefined : { ...record, functions: { ...record.functions, [name]: run } })))
				.record,
	};
}

function changeEach(record: EventRecord, names: readonly string[], change: (run: Run) => Run | undefined): EventRecord | undefined {
	const changed = names.flatMap((name) => {
		const run = ownRun(record, name);
		const next = run && change(run);
		return next ? [[name, next] as const] : [];
	});
	return changed.length === 0 ? undefined : { ...record, functions: { ...record.functions, ...Object.fromEntries(changed) } };
}

/** A function may be named like something that every object has. */
function ownRun({ functions }: EventRecord, name: string): Run | undefined {
	return Object.hasOwn(functions, name) ? functions[name] : undefined;
}

function claimOf(record: EventRecord | undefined, name: string, claimed: boolean): Claim {
	const run = record && ownRun(record, name);
	if (record === undefined || run === undefined) return { outcome: 'absent' };
	if (claimed) return { outcome: 'claimed', record, attempt: run.attempts, fence: run.fence };
	if (run.status === 'running') return { outcome: 'leased', until: run.leaseUntil ?? 0 };
	return { outcome: 'settled', record };
}
