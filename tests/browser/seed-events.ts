import { openStore } from '../../src/clouds/local/open-store.ts';
import { sampleRecord, sampleRun, week } from '../ports/sample-record.ts';

/** So many events in the store of a run that has not been started yet, a second apart, the newest of them an hour old. */
export async function seedEvents(dataDir: string, count: number): Promise<void> {
	const store = openStore(dataDir);
	const newest = Date.now() - 60 * 60 * 1000;
	const ends = [
		{ status: 'done' as const, attempts: 1, sent: true },
		{ status: 'dead' as const, attempts: 5, sent: true, reason: 'Error: the API is down', lastError: 'Error: the API is down' },
	];
	const records = Array.from({ length: count }, (_, index) =>
		sampleRecord({
			id: `evt_${index}`,
			receivedAt: newest - index * 1000,
			expiresAt: newest + week,
			body: Buffer.from(JSON.stringify({ id: `evt_${index}`, note: index === count - 1 ? 'the oldest' : 'one of many' })),
			functions: { pays: sampleRun(ends[index % 10 === 0 ? 1 : 0]) },
		}),
	);
	await Promise.all(records.map((record) => store.events.insert(record, newest)));
	store.close();
}
