import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { openStore, type Store } from '../../src/clouds/local/open-store.ts';
import { statusOf } from '../../src/webhook/record.ts';
import { until } from '../clouds/local/until.ts';
import { copyService, type Service } from './copy-service.ts';
import { patience, runCommand, type StartedRun, sls, startRun } from './start-run.ts';

jest.setTimeout(3 * patience);

let service: Service;
let run: StartedRun;
let store: Store;

beforeAll(async () => {
	service = await copyService();
	run = await startRun(service);
	store = openStore(service.dataDir);
});
afterAll(async () => {
	store?.close();
	await run?.kill();
	await service?.remove();
});

/** The event once nothing more is to be done for it: its status, and how often its functions were begun. */
async function outcome(source: string, id: string): Promise<readonly [string, readonly number[]] | undefined> {
	const settled = async () => {
		const record = await store.events.get({ source, id });
		return record && statusOf(record) !== 'pending' ? record : undefined;
	};
	await until(async () => (await settled()) !== undefined, patience);
	const record = await settled();
	return record && [statusOf(record), Object.values(record.functions).map(({ attempts }) => attempts)];
}

const once = ['done', [1]] as const;
const webhook = (...args: string[]) => runCommand(service, sls('webhook', ...args));

it('sls webhook works while the run is up and while it is down', async () => {
	const url = ['--url', `http://localhost:${run.port}`];
	const sent = await webhook('send', '--source', 'stripe', '--type', 'invoice.paid', '--id', 'mine', ...url);
	const first = await outcome('stripe', 'evt_mine');
	const [listed, shown, replayed, dead] = await Promise.all([
		webhook('events', '--source', 'stripe', '--json'),
		webhook('show', '--id', 'evt_mine'),
		webhook('replay', '--id', 'evt_mine'),
		webhook('dead-letters'),
	]);
	const again = await outcome('stripe', 'evt_mine');
	await run.kill();
	const [laterListed, laterShown, laterReplayed, laterSent] = await Promise.all([
		webhook('events', '--source', 'stripe', '--json'),
		webhook('show', '--id', 'evt_mine'),
		webhook('replay', '--id', 'evt_mine'),
		webhook('send', '--source', 'stripe', '--type', 'invoice.paid', ...url),
	]);

	expect([sent.code, first, again]).toEqual([0, once, once]);
	expect(sent.output).toContain('200');
	for (const { code, output } of [listed, laterListed]) expect([code, output]).toEqual([0, expect.stringContaining('"id":"evt_mine"')]);
	for (const { code, output } of [shown, laterShown]) expect([code, output]).toEqual([0, expect.stringContaining('"in_1S9kQ2LkdIwHu7ix')]);
	for (const { code, output } of [replayed, laterReplayed]) expect([code, output]).toEqual([0, expect.stringContaining('sent again')]);
	expect([dead.code, dead.output]).toEqual([0, expect.stringContaining('No dead letters.')]);
	expect([laterSent.code, laterSent.output]).toEqual([1, expect.stringContaining('nothing answers')]);
});
