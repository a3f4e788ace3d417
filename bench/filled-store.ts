import { openDatabase } from '../src/clouds/local/open-database.ts';
import { endpoint, subscribed } from './embedded.ts';

const day = 24 * 60 * 60 * 1000;
/** Each of them is filtered for in every combination; the rare ones are five events each, older than all others. */
export const common = { source: endpoint.source, type: 'invoice.paid', status: 'done' } as const;
export const rare = { source: 'github', type: 'push', status: 'dead' } as const;
export const ofEach = 5;

/** Fills a store by SQL with so many events of 200 bytes of body, all of them from the week that has passed. */
export function fillStore(dataDir: string, count: number): void {
	const db = openDatabase(dataDir);
	db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; BEGIN');
	const now = Date.now();
	const picked = (name: 'source' | 'type' | 'status', bit: number) =>
		`iif(i < ${8 * ofEach} AND (i / ${ofEach}) & ${bit}, '${rare[name]}', '${common[name]}')`;
	db.exec(`
		WITH RECURSIVE numbers (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < ${count - 1}),
		events_ AS (
			SELECT ${picked('source', 1)} AS source, 'evt_' || hex(randomblob(12)) AS id, ${picked('type', 2)} AS type, ${picked('status', 4)} AS status,
				${now - 6 * day} + i * ${(6 * day) / count} AS at FROM numbers
		)
		INSERT INTO events (key, source, type, status, received_at, expires_at, due_at, fields, functions, body)
		SELECT json_array(source, id), source, type, status, at, at + ${7 * day}, NULL,
			json_object('source', source, 'id', id, 'type', type, 'receivedAt', at, 'expiresAt', at + ${7 * day}, 'headers', json('{"content-type":"application/json"}'),
				'query', '', 'traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'sha256', hex(randomblob(32)), 'index', 0),
			json_object('${subscribed.function}', json_object('status', status, 'ack', 'stored', 'attempts', 1, 'fence', at, 'sent', json('true'), 'dueAt', at, 'replays', 0)),
			zeroblob(200)
		FROM events_`);
	db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
	db.close();
}
