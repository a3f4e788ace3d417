import type { DatabaseSync } from 'node:sqlite';
import type { EventFilter, EventRecords } from '../../webhook/ports.ts';
import { type EventKey, type EventRecord, statusOf } from '../../webhook/record.ts';
import { changeRuns, type Update } from '../change-runs.ts';
import { type EventRow, fromRow, rowKey, toRow, toState } from './event-row.ts';
import { listEvents } from './list-events.ts';
import { logCutter } from './log-cutter.ts';
import type { Sync, Transact } from './transaction.ts';

/** Bigger bodies would be written again with every change of a run. */
const room = 64 * 1024;

const latest = Number.MAX_SAFE_INTEGER;

/** A letter without an event says that there was none, for long enough that somebody sees it. */
const lettersKeptMillis = 14 * 24 * 60 * 60 * 1000;

export type LocalEvents = EventRecords & {
	/** Removes what expired at or before `now` and waits for nobody, and letters whose event is gone. Returns how many events, and the blobs that the rest names. */
	readonly purge: (now: number) => Promise<{ readonly removed: number; readonly blobs: ReadonlySet<string> }>;
};

export function createEvents(db: DatabaseSync, transact: Transact): LocalEvents {
	const rows = createRows(db);
	const cutLog = logCutter(db);
	const updater =
		(sync: Sync): Update =>
		(key, change) =>
			transact(() => {
				const record = rows.get(key);
				const next = record && change(record);
				if (next) (next.forgottenAt === record.forgottenAt ? rows.update : rows.rewrite)(next, record);
				return { record: next ?? record, changed: next !== undefined };
			}, sync);
	// What these say is found out again where it is lost, by another run and by the sweep.
	const { claim, markSent, markBuried } = changeRuns(updater('later'));
	const { forget, ...changes } = changeRuns(updater('now'));
	return {
		room,
		...changes,
		forget: async (...given) => {
			const record = await forget(...given);
			await cutLog();
			return record;
		},
		claim,
		markSent,
		markBuried,
		insert: (record, now) => transact(() => rows.insert(record, now)),
		get: async (key) => rows.get(key),
		due: async (now, limit) => rows.due(now, limit),
		list: async (filter) => rows.list(filter),
		walk: (filter) => rows.walk(filter),
		purge: (now) => transact(() => rows.purge(now)),
	};
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
	// Three indexes begin with the status, and SQLite writes each of them anew where it is set.
	const updateRuns = db.prepare('UPDATE events SET due_at = :due, functions = :functions WHERE key = :key');
	const rewrite = db.prepare(`
		UPDATE events SET status = :status, due_at = :due, fields = :fields, functions = :functions, body = :body WHERE key = :key`);
	const walk = db.prepare(`
		SELECT rowid, ${columns} FROM events
		WHERE rowid > :after AND (:source IS NULL OR source = :source) AND (:type IS NULL OR type = :type) AND received_at BETWEEN :since AND :until
		ORDER BY rowid LIMIT 100`);
	const due = db.prepare(`SELECT ${columns} FROM events WHERE due_at <= ? ORDER BY due_at, rowid LIMIT ?`);
	const list = listEvents(db);
	const orphans = db.prepare(
		'DELETE FROM letters WHERE NOT EXISTS (SELECT 1 FROM events WHERE events.key = letters.key) AND buried_at <= ?',
	);
	const blobs = db.prepare("SELECT fields ->> '$.body.blob' AS blob FROM events WHERE body IS NULL AND fields ->> '$.forgottenAt' IS NULL");
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
		update: (record: EventRecord, before: EventRecord) => {
			const { status, ...runs } = toState(record);
			const key = rowKey(record);
			if (status === statusOf(before)) updateRuns.run({ key, ...runs });
			else update.run({ key, status, ...runs });
		},
		rewrite: (record: EventRecord) => {
			const { key, fields, body } = toRow(record);
			rewrite.run({ key, fields, body, ...toState(record) });
		},
		due: (now: number, limit: number) => due.all(now, limit).map(read),
		list: (filter: EventFilter) => list(filter).map(fromRow),
		walk: async function* ({ source = null, type = null, since = 0, until = latest }: Filter) {
			for (let after = 0; ; ) {
				const page = walk.all({ after, source, type, since, until });
				yield* page.map(read);
				if (page.length === 0) return;
				after = Number(page.at(-1)?.rowid);
			}
		},
		purge: (now: number) => {
			const removed = Number(purge.run(now).changes);
			orphans.run(now - lettersKeptMillis);
			return { removed, blobs: new Set(blobs.all().map((row) => String(row.blob))) };
		},
	};
}

type Filter = { readonly [Key in keyof EventFilter]?: EventFilter[Key] | null };
