import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore, type Store } from '../../src/clouds/local/open-store.ts';
import { statusOf } from '../../src/webhook/record.ts';
import { until } from '../clouds/local/until.ts';
import type { PaidService } from './paid-service.ts';

export type Expected = {
	/** Got a 2xx. */
	readonly acknowledged: Iterable<string>;
	/** Were sent, and got none. */
	readonly unanswered?: Iterable<string>;
	/** Milliseconds for the acknowledged ones to end. */
	readonly patience: number;
};

/** What is not as it must be, a line each. An id that was only forged starts with `forged`. */
export async function problemsOf(service: PaidService, { acknowledged, unanswered = [], patience }: Expected): Promise<readonly string[]> {
	const store = openStore(service.dataDir);
	try {
		const ids = new Set(acknowledged);
		const waiting = async () => (await store.events.list({ status: 'pending' })).filter(({ id }) => ids.has(id.slice('evt_'.length)));
		await until(async () => (await waiting()).length === 0, patience).catch(() => {});
		const runs = Map.groupBy(linesOf(service.env.RUNS), (line) => line.split(' ')[1]);
		const made = Map.groupBy(linesOf(`${service.env.RUNS}.made`), (id) => id);
		const look = async (id: string) => {
			const seen = { runs: runs.get(`evt_${id}`) ?? [], made: made.get(`evt_${id}`)?.length ?? 0, digest: service.digests.get(id) };
			const kept = await keptOf(store, id);
			if (kept === undefined && !ids.has(id)) return seen.runs.length === 0 ? [] : [`${id}: ran and is not kept`];
			return problemsOfOne(id, { ...seen, kept, ended: ids.has(id) }).map((problem) => `${id}: ${problem}`);
		};
		const found = await Promise.all([...ids, ...unanswered].map(look));
		return [...found.flat(), ...traces(service)];
	} finally {
		store.close();
	}
}

type Kept = NonNullable<Awaited<ReturnType<typeof keptOf>>>;

async function keptOf(store: Store, id: string) {
	const record = await store.events.get({ source: 'stripe', id: `evt_${id}` });
	if (record === undefined) return undefined;
	const letters = (await store.queue.letters({ function: 'pay' })).filter(({ message }) => message.id === record.id);
	const bytes = Buffer.isBuffer(record.body) ? record.body : await store.blobs.get(record.body.blob);
	const paid = (await store.records.get('payments', record.id)) !== undefined;
	return { status: statusOf(record), run: record.functions.pay, paid, letters: letters.length, digest: sha256(bytes ?? Buffer.alloc(0)) };
}

type Seen = {
	readonly kept: Kept | undefined;
	readonly runs: readonly string[];
	readonly made: number;
	readonly digest: string | undefined;
	readonly ended: boolean;
};

function problemsOfOne(id: string, { kept, runs, made, digest, ended }: Seen): readonly string[] {
	if (kept === undefined) return ['is lost'];
	const poison = id.includes('poison');
	return [
		...(ended && kept.status !== (poison ? 'dead' : 'done') ? [`is ${kept.status}: ${JSON.stringify(kept.run)}`] : []),
		...(ended && kept.paid === poison ? [poison ? 'is paid' : 'is not paid'] : []),
		...(ended && kept.letters !== (poison ? 1 : 0) ? [`has ${kept.letters} dead letters`] : []),
		...(ended && runs.length === 0 ? ['never ran'] : []),
		...(made > 1 ? [`was paid ${made} times`] : []),
		...(kept.digest !== digest ? ['is kept in other bytes than were sent'] : []),
		...(runs.some((line) => !line.endsWith(` ${digest}`)) ? ['ran with other bytes than were sent'] : []),
	];
}

/** Where a forged id or body has left something: in any file of the data folder, or in what the function noted. */
function traces({ dataDir, env }: PaidService): readonly string[] {
	const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	const paths = [...files.map(({ parentPath, name }) => join(parentPath, name)), env.RUNS].filter((path) => existsSync(path));
	return paths.filter((path) => readFileSync(path).includes('forged')).map((path) => `${path} holds what was forged`);
}

const linesOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []);

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
