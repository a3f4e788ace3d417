import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, jest } from '@jest/globals';
import { openStore, type Store } from '../../src/clouds/local/open-store.ts';
import { statusOf } from '../../src/webhook/record.ts';
import { until } from '../clouds/local/until.ts';
import type { Service } from './copy-service.ts';
import { postSample } from './post-sample.ts';
import { smallService } from './small-service.ts';
import { patience, type StartedRun, startRun } from './start-run.ts';

jest.setTimeout(4 * patience);

let service: Service;
let run: StartedRun | undefined;
afterEach(async () => {
	await run?.kill();
	await service?.remove();
});

const ids = Array.from({ length: 200 }, (_, index) => String(index));
const connections = 8;
/** Of one function, at once. */
const runsAtOnce = 4;

/** Notes each run in a file, outside the store that is tested; slow enough that the queue is never empty when the kill comes. */
const pay = `
	appendFileSync(process.env.RUNS, id + '\\n');
	await pause(20);
	await records.insert('payments', id, {});`;

it('every event that got a 2xx is handled exactly once, though the run is killed twice in a burst of 200', async () => {
	service = await smallService({ stored: { pay } });
	const env = { RUNS: join(service.folder, 'runs.txt') };
	const taken = new Set<string>();

	for (const limit of [70, 140]) {
		run = await startRun(service, env);
		await burst(run, taken, limit);
	}
	run = await startRun(service, env);
	const beforeRetries = await settled(service, taken);
	const retried = ids.filter((id) => !taken.has(id));
	await burst(run, taken, Number.POSITIVE_INFINITY);
	const afterRetries = await settled(service, taken);

	expect(retried.length).toBeGreaterThan(0);
	expect(beforeRetries.filter((each) => !each.endsWith('done, paid'))).toEqual([]);
	expect(afterRetries.filter((each) => !each.endsWith('done, paid'))).toEqual([]);
	expect(afterRetries).toHaveLength(ids.length);
	// Only what ran at a kill ran again.
	const runs = existsSync(env.RUNS) ? readFileSync(env.RUNS, 'utf8').trim().split('\n') : [];
	expect(new Set(runs).size).toBe(ids.length);
	expect(runs.length).toBeLessThanOrEqual(ids.length + 2 * runsAtOnce);
});

/** Posts what is not in `taken` yet, over a few connections, and adds what got a 2xx. Once those are `limit`, the run is killed. */
async function burst({ port, kill }: StartedRun, taken: Set<string>, limit: number): Promise<void> {
	const left = ids.filter((id) => !taken.has(id));
	let killed: Promise<void> | undefined;
	const send = async () => {
		for (let id = left.shift(); id !== undefined && killed === undefined; id = left.shift()) {
			const reply = await postSample({ port, dataDir: service.dataDir }, { source: 'stripe', type: 'invoice.paid', id }).catch(
				() => undefined,
			);
			if (reply?.status === 200) taken.add(id);
			if (taken.size >= limit) killed ??= kill();
		}
	};
	await Promise.all(Array.from({ length: connections }, send));
	await killed;
}

/**
 * Waits until none of these events is pending, then says of each what became of it. Others may be: what was committed and got no answer is left to the sender for
 * a while, before the sweep sends it.
 */
async function settled({ dataDir }: Service, wanted: ReadonlySet<string>): Promise<readonly string[]> {
	const store = openStore(dataDir);
	try {
		const pending = () => store.events.list({ status: 'pending' });
		await until(async () => (await pending()).every(({ id }) => !wanted.has(id.replace('evt_', ''))), patience);
		return await Promise.all([...wanted].map((id) => fate(store, `evt_${id}`)));
	} finally {
		store.close();
	}
}

async function fate({ events, records }: Store, id: string): Promise<string> {
	const record = await events.get({ source: 'stripe', id });
	const paid = (await records.get('payments', id)) === undefined ? 'not paid' : 'paid';
	return `${id} ${record === undefined ? 'lost' : statusOf(record)}, ${paid}`;
}
