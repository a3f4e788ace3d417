import type { DatabaseSync } from 'node:sqlite';
import type { Claim, EventFilter, EventRecords } from '../../webhook/ports.ts';
import type { EventKey, EventRecord, Run } from '../../webhook/record.ts';
import { claimRun, reopenRun, settleRun } from '../../webhook/run.ts';
import { type EventRow, fromRow, rowKey, toRow, toState } from './event-row.ts';
import type { Sync, Transact } from './transaction.ts';

/** Bigger bodies would be written again with every change of a run. */
const room = 64 * 1024;

export function createEvents(db: DatabaseSync, transact: Transact): EventRecords {
	const rows = createRows(db);
	/** Changes these runs of a record in one step; `change` returns undefined to leave one as it is. */
	const updater = (sync: Sync) => (key: EventKey, names: readonly string[], change: (run: Run) => Run | undefined) =>
		transact(() => {
			const record = rows.get(key);
			const changed = names.flatMap((name) => {
				const run = ownRun(record, name);
				const next = run && change(run);
				return next ? [[name, next] as const] : [];
			});
			if (record === undefined || changed.length === 0) return { record, changed: false };
			const next = { ...record, functions: { ...record.functions, ...Object.fromEntries(changed) } };
			rows.update(next);
			return { record: next, changed: true };
		}, sync);
	const update = updater('now');
	// What these two say is found out again where it is lost, by another run and by the sweep.
	const note = updater('later');
	return {
		room,
		insert: (record, now) => transact(() => rows.insert(record, now)),
		get: async (key) => rows.get(key),
		claim: async (key, name, lease) => {
			const { record, changed } = await note(key, [name], (run) => claimRun(run, lease));
			return claimOf(record, name, changed);
		},
		settle: async (key, name, fence, settlement) => (await update(key, [name], (run) => settleRun(run, fence, settlement))).changed,
		markSent: async (key, names) => {
			await note(key, names, (run) => (run.sent ? undefined : { ...run, sent: true }));
		},
		due: async (now, limit) => rows.due(now, limit),
		reopen: async (key, names, now) => (await update(key, names, (run) => reopenRun(run, now))).record,
		subscribe: (key, name, run) => transact(() => rows.subscribe(key, name, run)),
		list: async (filter) => rows.list(filter),
		purge: (now) => transact(() => rows.purge(now)),
	};
}

/** A function may be named like something that every object has. */
function ownRun(record: EventRecord | undefined, name: string): Run | undefined {
	return record && Object.hasOwn(record.functions, name) ? record.functions[name] : undefined;
}

function claimOf(record: EventRecord | undefined, name: string, claimed: boolean): Claim {
	const run = ownRun(record, name);
	if (record === undefined || run === undefined) return { outcome: 'absent' };
	if (claimed) return { outcome: 'claimed', record, attempt: run.attempts, fence: run.fence };
	if (run.status === 'running') return { outcome: 'leased', until: run.leaseUntil ?? 0 };
	return { outcome: 'settled', record };
}

function createRows(db: DatabaseSync) {
	const columns = 'fields, functions, body';
	const insert = db.prepare(`
		INSERT INTO events (key, source, type, status, received_at, expires_at, due_at, fields, functions, body)
		VALUES (:key, :source, :type, :status, :received, :expires, :due, :fields, :functions, :body)
		ON CONFLICT (key) DO UPDATE SET source = :source, type = :type, status = :status, received_at = :received, expires_at = :expires,
			due_at = :due, fields = :fields, functions = :functions, body = :body
		WHERE expires_at <= :now`);
	const get = db.prepare(`SELECT ${columns} FROM events WHERE key = ?`);
	const update = db.prepare('UPDATE events SET status = :status, due_at = :due, functions = :functions WHERE key = :key');
	const due = db.prepare(`SELECT ${columns} FROM events WHERE due_at <= ? ORDER BY due_at, rowid LIMIT ?`);
	const list = db.prepare(`
		SELECT ${columns} FROM events
		WHERE (:source IS NULL OR source = :source) AND (:type IS NULL OR type = :type) AND (:status IS NULL OR status = :status)
			AND received_at >= :since
		ORDER BY received_at DESC, rowid DESC LIMIT :limit`);
	const purge = db.prepare("DELETE FROM events WHERE expires_at <= ? AND status <> 'pending' AND due_at IS NULL");
	// Sound because the statements name exactly the columns of an EventRow.
	const read = (row: unknown) => fromRow(row as EventRow);
	const find = (key: EventKey) => {
		const row = get.get(rowKey(key));
		return row && read(row);
	};
	return {
		get: find,
		insert: (record: EventRecord, now: number): { readonly existing?: EventRecord } => {
			if (insert.run({ ...toRow(record), now }).changes > 0) return {};
			const existing = find(record);
			return existing ? { existing } : {};
		},
		subscribe: (key: EventKey, name: string, run: Run): EventRecord | undefined => {
			const record = find(key);
			if (record === undefined || ownRun(record, name)) return record;
			const next = { ...record, functions: { ...record.functions, [name]: run } };
			update.run({ key: rowKey(key), ...toState(next) });
			return next;
		},
		update: (record: EventRecord) => void update.run({ key: rowKey(record), ...toState(record) }),
		due: (now: number, limit: number) => due.all(now, limit).map(read),
		list: ({ source = null, type = null, status = null, since = 0, limit = -1 }: Filter) =>
			list.all({ source, type, status, since, limit }).map(read),
		purge: (now: number) => Number(purge.run(now).changes),
	};
}

type Filter = { readonly [Key in keyof EventFilter]?: EventFilter[Key] | null };
