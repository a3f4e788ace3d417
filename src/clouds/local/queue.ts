import type { DatabaseSync } from 'node:sqlite';
import { briefReason } from '../../webhook/forgotten.ts';
import { keyOf, type Message } from '../../webhook/message.ts';
import type { Queue } from '../../webhook/ports.ts';
import type { EventKey } from '../../webhook/record.ts';
import { rowKey } from './event-row.ts';
import type { Transact } from './transaction.ts';

/** A message that is ours until its lease ends. */
export type Leased = { readonly id: number; readonly lease: number; readonly message: Message };

export type Letter = { readonly function: string; readonly buriedAt: number; readonly reason: string; readonly message: Message };

export type LetterFilter = { readonly function?: string; readonly source?: string; readonly limit?: number };

/** The queues, and what the dispatcher needs of them. Times are milliseconds since the epoch. */
export type LocalQueue = Queue & {
	/** Leases up to `limit` messages of these functions that are visible at `now`, longest visible first. They are visible again at `until`. */
	readonly take: (
		lease: { readonly now: number; readonly until: number },
		names: readonly string[],
		limit: number,
	) => Promise<readonly Leased[]>;
	/** Removes a message. False when its lease has passed to another, and nothing changes. */
	readonly acknowledge: (leased: Leased) => Promise<boolean>;
	/** Gives a message back, visible from `at`. False when its lease has passed to another, and nothing changes. */
	readonly delay: (leased: Leased, at: number) => Promise<boolean>;
	/** When the messages of an event are visible, by function. Not looked for behind the first thousands. */
	readonly waiting: (key: EventKey) => Promise<Readonly<Record<string, number>>>;
	/** The functions that have messages. */
	readonly names: () => Promise<readonly string[]>;
	/** Dead letters, newest first. */
	readonly letters: (filter: LetterFilter) => Promise<readonly Letter[]>;
};

/** Every change may reach the disk `later`: the records are the truth, and what the queue forgets, the sweep sends again. */
export function createQueue(db: DatabaseSync, transact: Transact, clock: () => number): LocalQueue {
	const insert = db.prepare('INSERT INTO messages (function, visible_at, message) VALUES (?, ?, ?)');
	const visible = db.prepare(`
		SELECT id, lease, message FROM messages
		WHERE function IN (SELECT value FROM json_each(?)) AND visible_at <= ? ORDER BY visible_at, id LIMIT ?`);
	const lease = db.prepare('UPDATE messages SET visible_at = ?, lease = ? WHERE id = ?');
	const remove = db.prepare('DELETE FROM messages WHERE id = ? AND lease = ?');
	// Giving it back ends the lease too.
	const giveBack = db.prepare('UPDATE messages SET visible_at = ?, lease = lease + 1 WHERE id = ? AND lease = ?');
	// From one to the next, so that it takes as long as there are functions, and not messages.
	const names = db.prepare(`
		WITH RECURSIVE found (function) AS (
			SELECT min(function) FROM messages
			UNION ALL
			SELECT (SELECT min(function) FROM messages WHERE function > found.function) FROM found WHERE function IS NOT NULL
		)
		SELECT function FROM found WHERE function IS NOT NULL`);
	const waiting = db.prepare(`
		SELECT function, visible_at, message FROM (SELECT * FROM messages ORDER BY id DESC LIMIT 5000) WHERE message ->> '$.id' = ?`);
	return {
		...createLetters(db, transact, clock),
		send: (messages) =>
			transact(() => {
				for (const message of messages) insert.run(message.function, clock(), JSON.stringify(message));
			}, 'later'),
		take: async ({ now, until }, functions, limit) => {
			const find = () => visible.all(JSON.stringify(functions), now, limit);
			// A look costs no lock, and most looks find nothing.
			if (find().length === 0) return [];
			return transact(
				() =>
					find().map((row) => {
						const leased: Leased = { id: Number(row.id), lease: Number(row.lease) + 1, message: parse(row.message) };
						lease.run(until, leased.lease, leased.id);
						return leased;
					}),
				'later',
			);
		},
		acknowledge: (leased) => transact(() => remove.run(leased.id, leased.lease).changes > 0, 'later'),
		delay: (leased, at) => transact(() => giveBack.run(at, leased.id, leased.lease).changes > 0, 'later'),
		waiting: async (key) => {
			const rows = waiting.all(key.id).filter(({ message }) => rowKey(keyOf(parse(message))) === rowKey(key));
			// A replay leaves the message that waited for a later attempt; the first one that comes counts.
			const latestFirst = rows.toSorted((a, b) => Number(b.visible_at) - Number(a.visible_at));
			return Object.fromEntries(latestFirst.map((row) => [String(row.function), Number(row.visible_at)]));
		},
		names: async () => names.all().map((row) => String(row.function)),
	};
}

function createLetters(db: DatabaseSync, transact: Transact, clock: () => number): Pick<LocalQueue, 'bury' | 'letters'> {
	const bury = db.prepare(`
		INSERT INTO letters (function, key, source, buried_at, reason, message) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET reason = excluded.reason, message = excluded.message`);
	const list = db.prepare(`
		SELECT function, buried_at, reason, message FROM letters
		WHERE (:function IS NULL OR function = :function) AND (:source IS NULL OR source = :source)
		ORDER BY buried_at DESC, rowid DESC LIMIT :limit`);
	return {
		bury: async (message, reason) => {
			const key = keyOf(message);
			await transact(
				() => bury.run(message.function, rowKey(key), key.source, clock(), briefReason(reason), JSON.stringify(message)),
				'later',
			);
		},
		letters: async ({ function: name = null, source = null, limit = -1 }: Nullable) =>
			list.all({ function: name, source, limit }).map((row) => ({
				function: String(row.function),
				buriedAt: Number(row.buried_at),
				reason: String(row.reason),
				message: parse(row.message),
			})),
	};
}

type Nullable = { readonly [Key in keyof LetterFilter]?: LetterFilter[Key] | null };

/** Sound because only this file writes the column. */
function parse(text: unknown): Message {
	return JSON.parse(String(text)) as Message;
}
