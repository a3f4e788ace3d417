import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { openStore, type Store } from '../../src/clouds/local/open-store.ts';
import { copyService, type Service } from './copy-service.ts';
import { outcomeOf } from './outcome-of.ts';
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

const outcome = (source: string, id: string) => outcomeOf(store, { source, id });
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
