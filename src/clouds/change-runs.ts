import { forgetRun, forgotten } from '../webhook/forgotten.ts';
import type { Claim, EventRecords, Settlement } from '../webhook/ports.ts';
import type { EventKey, EventRecord, Run } from '../webhook/record.ts';
import { buryRun, claimRun, reopenRun, sendRun, settleRun } from '../webhook/run.ts';

/** What `change` makes of a record; undefined when it stays as it is. It may be asked more than once, and only the last answer counts. */
export type Change = (record: EventRecord) => EventRecord | undefined;

/** How a store changes one record in one atomic step. `record` is as it stands afterwards, undefined where there is none. */
export type Update = (key: EventKey, change: Change) => Promise<{ readonly record: EventRecord | undefined; readonly changed: boolean }>;

/** The methods of a store that change runs: the same everywhere, over the store's own atomic step. */
export function changeRuns(
	update: Update,
): Pick<EventRecords, 'claim' | 'settle' | 'markSent' | 'markBuried' | 'reopen' | 'subscribe' | 'forget'> {
	const each = (key: EventKey, names: readonly string[], change: ChangeRun) => update(key, (record) => changeEach(record, names, change));
	return {
		claim: async (key, name, lease) => {
			const { record, changed } = await each(key, [name], (run, { forgottenAt }) => {
				const claimed = claimRun(run, lease);
				return claimed && forgottenAt !== undefined ? settleRun(run, run.fence, unrun(lease.now)) : claimed;
			});
			return claimOf(record, name, changed);
		},
		settle: async (key, name, fence, settlement) => (await each(key, [name], (run) => settleRun(run, fence, settlement))).changed,
		markSent: async (key, names, now) => {
			await each(key, names, (run) => sendRun(run, now));
		},
		markBuried: async (key, name) => {
			await each(key, [name], buryRun);
		},
		reopen: async (key, names, now) =>
			(await each(key, names, (run, { forgottenAt }) => (forgottenAt === undefined ? reopenRun(run, now) : undefined))).record,
		subscribe: async (key, name, run) =>
			(
				await update(key, (record) =>
					ownRun(record, name) || record.forgottenAt !== undefined
						? undefined
						: { ...record, functions: { ...record.functions, [name]: run } },
				)
			).record,
		forget: async (key, at, fits = () => true) =>
			(await update(key, (record) => (record.forgottenAt === undefined && fits(record) ? forgotten(record, at) : undefined))).record,
	};
}

type ChangeRun = (run: Run, record: EventRecord) => Run | undefined;

/** How a run ends for which nothing is left to run it with. */
const unrun = (at: number): Settlement => ({ status: 'pending', at, error: '' });

function changeEach(record: EventRecord, names: readonly string[], change: ChangeRun): EventRecord | undefined {
	const changed = names.flatMap((name) => {
		const run = ownRun(record, name);
		const next = run && change(run, record);
		// A run that was under way when its event was forgotten may not bring anything of it back.
		return next ? [[name, record.forgottenAt === undefined ? next : forgetRun(next)] as const] : [];
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
	if (claimed && run.status === 'running') return { outcome: 'claimed', record, attempt: run.attempts, fence: run.fence };
	if (run.status === 'running') return { outcome: 'leased', until: run.leaseUntil ?? 0 };
	return { outcome: 'settled', record };
}
