import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TestPlatform } from '../local-platform.ts';
import type { Traces } from './markers.ts';

/** Everything that a test has left behind: what was told, each column of the store, and its files byte for byte. */
export function localTraces({ lines, measured, dataDir }: TestPlatform): Traces {
	const db = new DatabaseSync(join(dataDir, 'hookport.db'), { readOnly: true });
	const read = (columns: string, table: string) => db.prepare(`SELECT ${columns} FROM ${table}`).all().map(textOf).join('\n');
	const folder = join(dataDir, 'blobs');
	try {
		return {
			log: lines.join('\n'),
			metrics: JSON.stringify(measured),
			messages: read('*', 'messages'),
			letters: read('*', 'letters'),
			records: read('*', 'records'),
			body: read('body', 'events') + filesIn(folder),
			headers: read("fields ->> '$.headers' AS headers", 'events'),
			query: read("fields ->> '$.query' AS query", 'events'),
			runs: read('functions', 'events'),
			rest: read("key, source, type, status, json_remove(fields, '$.headers', '$.query') AS fields", 'events'),
			files: filesIn(dataDir),
		};
	} finally {
		db.close();
	}
}

function textOf(row: Readonly<Record<string, unknown>>): string {
	return Object.values(row)
		.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)))
		.join('\n');
}

function filesIn(folder: string): string {
	const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true }) : [];
	return files
		.filter((file) => file.isFile())
		.map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'))
		.join('\n');
}
