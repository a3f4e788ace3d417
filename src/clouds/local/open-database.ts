import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

// 'hook' in ASCII: https://www.sqlite.org/pragma.html#pragma_application_id
const applicationId = 0x686f6f6b;
const version = 2;

/** By what commands look for events, and for those whose bytes are in blobs; due_at and expires_at are looked for by sweeps. */
const lookups = `
	CREATE INDEX events_status ON events (status, received_at);
	CREATE INDEX events_source ON events (source, status, received_at);
	CREATE INDEX events_type ON events (type, source, status, received_at);
	CREATE INDEX events_blobs ON events (key) WHERE body IS NULL;
`;

/** Times are REAL because a back-off is a fraction; keys are JSON because that keeps NUL and lone surrogates apart. */
const schema = `
	CREATE TABLE events (
		key TEXT PRIMARY KEY,
		source TEXT NOT NULL,
		type TEXT NOT NULL,
		status TEXT NOT NULL,
		received_at REAL NOT NULL,
		expires_at REAL NOT NULL,
		due_at REAL,
		fields TEXT NOT NULL,
		functions TEXT NOT NULL,
		body BLOB
	) STRICT;
	CREATE INDEX events_expires ON events (expires_at);
	CREATE INDEX events_due ON events (due_at) WHERE due_at IS NOT NULL;
	${lookups}
	CREATE TABLE messages (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		function TEXT NOT NULL,
		visible_at REAL NOT NULL,
		lease INTEGER NOT NULL DEFAULT 0,
		message TEXT NOT NULL
	) STRICT;
	CREATE INDEX messages_visible ON messages (function, visible_at);
	CREATE TABLE letters (
		function TEXT NOT NULL,
		key TEXT NOT NULL,
		source TEXT NOT NULL,
		buried_at REAL NOT NULL,
		reason TEXT NOT NULL,
		message TEXT NOT NULL,
		PRIMARY KEY (function, key)
	) STRICT;
	CREATE TABLE records (
		collection TEXT NOT NULL,
		key TEXT NOT NULL,
		value TEXT NOT NULL,
		PRIMARY KEY (collection, key)
	) STRICT;
	PRAGMA application_id = ${applicationId};
	PRAGMA user_version = ${version};
`;

/**
 * Opens `<dataDir>/hookport.db`, and makes it where there is none. Several processes and threads may have it open.
 * @throws {Error} with one line: what is wrong with the folder or the file, and what to do
 */
export function openDatabase(dataDir: string): DatabaseSync {
	const file = join(dataDir, 'hookport.db');
	let db: DatabaseSync | undefined;
	try {
		mkdirSync(dataDir, { recursive: true, mode: 0o700 });
		// It holds what senders sent, so it is the user's alone; SQLite gives the files beside it the same mode.
		if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
		// SQLite would open what it can't write for reading alone, and that for good.
		for (const path of [dataDir, file]) accessSync(path, constants.W_OK);
		db = new DatabaseSync(file, { timeout: 5000 });
		prepare(db, file);
		return db;
	} catch (error) {
		db?.close();
		throw explain(error, file);
	}
}

function prepare(db: DatabaseSync, file: string): void {
	db.exec('PRAGMA synchronous = FULL');
	// What is deleted is overwritten, so that an event which was forgotten can't be read from the file.
	db.exec('PRAGMA secure_delete = ON');
	// Looked at before anything is written, so that a file that is not ours stays as it is.
	if (pragma(db, 'user_version') === 0 && pragma(db, 'application_id') === 0) create(db, file);
	if (pragma(db, 'application_id') !== applicationId) throw new NotOurs(`${file} is not a Hookport store.`);
	if (pragma(db, 'user_version') === 1) upgrade(db);
	if (pragma(db, 'user_version') !== version) throw new NotOurs(`${file} was written by another version of Hookport.`);
	db.exec('PRAGMA journal_mode = WAL');
	// Up to 16 MB of log: taking it over into the file, after 4 MB as SQLite would, holds up whoever commits.
	db.exec('PRAGMA wal_autocheckpoint = 4000');
}

function create(db: DatabaseSync, file: string): void {
	db.exec('BEGIN IMMEDIATE');
	// Another process may have made it while this one waited for the lock.
	if (pragma(db, 'application_id') === 0) {
		if (db.prepare('SELECT 1 FROM sqlite_schema').get() !== undefined) throw new NotOurs(`${file} is not a Hookport store.`);
		db.exec(schema);
	}
	db.exec('COMMIT');
}

/** Version 1 read all events, or all since some time, for whatever was asked. */
function upgrade(db: DatabaseSync): void {
	db.exec('BEGIN IMMEDIATE');
	if (pragma(db, 'user_version') === 1) db.exec(`DROP INDEX events_received; ${lookups} PRAGMA user_version = ${version}`);
	db.exec('COMMIT');
}

function pragma(db: DatabaseSync, name: string): unknown {
	return db.prepare(`PRAGMA ${name}`).get()?.[name];
}

class NotOurs extends Error {}

function explain(error: unknown, file: string): Error {
	const advice = 'Move it away, or set WEBHOOK_DATA_DIR to another folder.';
	if (error instanceof NotOurs) return new Error(`${error.message} ${advice}`);
	const message = error instanceof Error ? error.message : String(error);
	if (message.includes('not a database')) return new Error(`${file} is not a Hookport store. ${advice}`);
	return new Error(
		`The store ${file} can not be opened (${message}). Make the folder writable, make room on its disk, or set WEBHOOK_DATA_DIR to another one.`,
	);
}
