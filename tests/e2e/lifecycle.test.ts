import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openStore, type Store } from '../../src/clouds/local/open-store.ts';
import { freePort } from '../../src/plugin/local/free-port.ts';
import type { RunStatus } from '../../src/webhook/record.ts';
import { until } from '../clouds/local/until.ts';
import type { Service } from './copy-service.ts';
import { postSample } from './post-sample.ts';
import { fileOf, functionFile, smallService } from './small-service.ts';
import { npmStart, patience, type StartedRun, slsOffline, startRun } from './start-run.ts';

jest.setTimeout(3 * patience);

const sayBefore = `await records.insert('said', id, 'before');`;
const sayAfter = `await records.insert('said', id, 'after');`;

let service: Service;
let run: StartedRun;
let store: Store;

beforeEach(async () => {
	service = await smallService({
		stored: { says: sayBefore, slow: 'await pause(600);' },
		handled: { waited: 'await pause(600); return id;' },
		// What is cut off here would be the machine's fault.
		timeout: 10,
	});
});
afterEach(async () => {
	store?.close();
	await run?.kill();
	await service?.remove();
});

async function start(command = slsOffline): Promise<void> {
	run = await startRun(service, {}, command);
	store = openStore(service.dataDir);
}

const post = (id: string, path?: string) =>
	postSample({ port: run.port, dataDir: service.dataDir }, { source: 'stripe', type: 'invoice.paid', id, ...(path && { path }) });
const statusOf = async (id: string, name: string): Promise<RunStatus | undefined> =>
	(await store.events.get({ source: 'stripe', id: `evt_${id}` }))?.functions[name]?.status;
const reaches = (id: string, name: string, status: RunStatus) => until(async () => (await statusOf(id, name)) === status, patience);

describe('npm start', () => {
	beforeEach(() => start(npmStart));

	it('serves on --httpPort, runs a saved function’s new code for the next event, and loses none on the way', async () => {
		const sent: string[] = [];
		const said = async () => {
			const id = String(sent.push(String(sent.length)) - 1);
			await post(id);
			await reaches(id, 'says', 'done');
			return store.records.get('said', `evt_${id}`);
		};

		const before = await said();
		await service.write(fileOf('says'), functionFile(sayAfter));
		await until(async () => (await said()) === 'after', patience);
		await Promise.all(sent.map((id) => reaches(id, 'slow', 'done')));
		await run.stop('SIGINT');

		expect(before).toBe('before');
		expect(run.output()).not.toMatch(/error|goroutine/i);
		expect(await freePort('127.0.0.1', run.port)).toBe(run.port);
	});
});

describe('a run that is ended by', () => {
	const windows = process.platform === 'win32';
	if (windows) console.warn('skipped: Windows has no signal to end a run cleanly from outside.');
	const signals = windows ? ([] as const) : (['SIGINT', 'SIGTERM'] as const);

	it.each(signals)('%s lets running work finish, and ends with code 0', async (signal) => {
		await start();
		const waiting = post('waits', '/webhooks/stripe/waited');
		await post('stored');
		await Promise.all([reaches('waits', 'waited', 'running'), reaches('stored', 'slow', 'running')]);

		const ended = await run.stop(signal);

		expect(ended).toEqual({ code: 0, signal: null });
		expect(await waiting).toMatchObject({ status: 200, body: 'evt_waits' });
		expect(await statusOf('stored', 'slow')).toBe('done');
		expect(run.output()).not.toMatch(/error|goroutine/i);
	});
});
