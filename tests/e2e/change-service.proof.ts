import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openStore, type Store } from '../../src/clouds/local/open-store.ts';
import { stripe } from '../../src/providers/stripe.ts';
import type { Run } from '../../src/webhook/record.ts';
import { until } from '../clouds/local/until.ts';
import type { Service } from './copy-service.ts';
import { postSample } from './post-sample.ts';
import { fileOf, filesOf, functionFile, smallService } from './small-service.ts';
import { patience, runCommand, type StartedRun, sls, startRun } from './start-run.ts';

jest.setTimeout(5 * patience);

const note = (said: string) => `await pause(100); await records.insert('${said}', id, attempt);`;
/** Of some events it fails for now, so that they still wait when the run is stopped. */
const noteSome = (said: string) => `if (Number(id.slice(4)) >= 8) throw new Error('not yet'); ${note(said)}`;
const ids = Array.from({ length: 20 }, (_, index) => String(index));
const before = stripe.scheme.generate();
const after = stripe.scheme.generate();

let service: Service;
let run: StartedRun | undefined;
let store: Store | undefined;

beforeEach(() => {
	store = undefined;
	run = undefined;
});
afterEach(async () => {
	store?.close();
	await run?.kill();
	await service?.remove();
});

const keep = async (folder: string, pair: typeof before) => {
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, 'secrets.json'), JSON.stringify({ STRIPE_WEBHOOK_SECRET: pair, OLD_WEBHOOK_SECRET: pair }));
	return folder;
};
const start = async (env: Readonly<Record<string, string>> = {}) => {
	run = await startRun(service, env);
	return run;
};
const post = async (id: string, { dataDir = service.dataDir, path = '/webhooks/stripe' } = {}) =>
	(await postSample({ port: run?.port ?? 0, dataDir }, { source: 'stripe', type: 'invoice.paid', id, path })).status;
const runsOf = async (name: string, source = 'stripe'): Promise<readonly (Run | undefined)[]> => {
	store ??= openStore(service.dataDir);
	const events = store.events;
	return await Promise.all(ids.map(async (id) => (await events.get({ source, id: `evt_${id}` }))?.functions[name]));
};
const isOver = (each: Run | undefined) => each?.status === 'done' || each?.status === 'dead';
const allEnd = (name: string, source?: string) => until(async () => (await runsOf(name, source)).every(isOver), patience);
const said = async (what: string) => {
	const rows = await Promise.all(ids.map((id) => store?.records.get(what, `evt_${id}`)));
	return rows.filter((row) => row !== undefined).length;
};

describe('a run that gets SIGTERM in a burst, and starts again with another serverless.yml and other code', () => {
	const names = ['removed', 'renamed', 'stricter', 'changed', 'both'] as const;
	const early: Partial<Record<string, number>> = {};

	it('ends each event done or dead with the reason, and runs nothing again that was done', async () => {
		service = await smallService({ stored: {} });
		await keep(service.dataDir, before);
		await writeAll(withOldSource(filesOf({ stored: Object.fromEntries(names.map((name) => [name, noteSome(name)])), attempts: 9 })));
		await start();
		const statuses = await Promise.all(ids.flatMap((id) => [post(id), post(id, { path: '/webhooks/old' })]));
		await Promise.all(names.map((name) => until(async () => (await runsOf(name)).some(isOver), patience)));
		const ended = await run?.stop('SIGTERM');
		for (const name of names) early[name] = (await runsOf(name)).filter(isOver).length;
		const pending = (await Promise.all(names.map((name) => runsOf(name)))).flat().filter((each) => each?.status === 'running');

		await writeAll(
			filesOf({ stored: { 'renamed-since': note('renamed-since'), stricter: '', changed: note('new'), both: note('both') }, attempts: 9 }),
		);
		await service.write(fileOf('stricter'), functionFile(note('stricter'), 'z.object({ nobody: z.string() })'));
		await start();
		await Promise.all([...names.map((name) => allEnd(name)), allEnd('both', 'old')]);

		expect(statuses).toEqual(statuses.map(() => 200));
		expect(ended).toEqual({ code: 0, signal: null });
		expect(pending).toEqual([]);
		for (const name of names) expect(early[name]).toBeLessThan(ids.length);
		for (const name of ['removed', 'renamed'] as const) await deadBut(name, `serverless.yml has no function ${name}`);
		await deadBut('stricter', expect.stringMatching(/^payload does not fit: .*nobody/));
		expect(await said('changed')).toBe(early.changed);
		expect(await said('new')).toBe(ids.length - (early.changed ?? 0));
		expect(await said('renamed-since')).toBe(0);
		expect((await runsOf('both')).every((each) => each?.status === 'done')).toBe(true);
		expect(new Set((await runsOf('both', 'old')).flatMap((each) => each?.reason ?? []))).toEqual(
			new Set(['serverless.yml has no source old']),
		);
		expect(run?.output()).not.toMatch(/^\s+at /m);
		await saysWhatToDo();
	});

	async function writeAll(files: Readonly<Record<string, string>>): Promise<void> {
		for (const [path, text] of Object.entries(files)) await service.write(path, text);
	}

	/** A second source, whose events `both` takes too. */
	function withOldSource(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
		const yaml = files['serverless.yml'] ?? '';
		const source = yaml.replace('sources: {', 'sources: { old: { provider: stripe }, ');
		const both = source.replace(/(both: .*events: \[)/, '$1{ webhook: { source: old, type: invoice.paid } }, ');
		return { ...files, 'serverless.yml': `${both}  old: { handler: src/endpoints/stripe.handler, events: [{ webhook: old }] }\n` };
	}

	/** Of the function's runs: what was done stays done, the others are dead with the reason and a letter each. */
	async function deadBut(name: string, reason: unknown): Promise<void> {
		const runs = await runsOf(name);
		const dead = runs.filter((each) => each?.status === 'dead');
		const doneBefore = early[name] ?? 0;
		expect(dead).toEqual(dead.map(() => expect.objectContaining({ reason, sent: true })));
		expect(dead).toHaveLength(ids.length - doneBefore);
		expect(await store?.queue.letters({ function: name })).toHaveLength(dead.length);
		expect(await said(name)).toBe(doneBefore);
	}

	async function saysWhatToDo(): Promise<void> {
		const replay = (...args: readonly string[]) =>
			runCommand(service, sls('webhook', 'replay', '--source', 'stripe', '--id', 'evt_11', ...args));
		const removed = await replay('--function', 'removed');
		expect(removed.code).toBe(1);
		expect(removed.output).toContain('--function: "removed" does not take invoice.paid of stripe in serverless.yml');
		const since = await replay('--function', 'renamed-since');
		expect(since.output).toContain('stripe evt_11: sent again to renamed-since');
		await until(async () => (await said('renamed-since')) === 1, patience);
	}
});

describe('a secret that is rotated while events wait', () => {
	it('still handles them, takes both secrets, and the old one no longer once it is gone', async () => {
		service = await smallService({ stored: { pay: noteSome('paid') }, attempts: 9 });
		await keep(service.dataDir, before);
		const rotated = await keep(join(service.folder, 'rotated'), after);
		const both = { STRIPE_WEBHOOK_SECRET: after.verifying, STRIPE_WEBHOOK_SECRET_PREVIOUS: before.verifying };

		await start();
		const first = await Promise.all(ids.slice(0, -2).map((id) => post(id)));
		await run?.stop('SIGTERM');
		const waited = (await runsOf('pay')).filter((each) => each?.status === 'pending').length;
		await service.write(fileOf('pay'), functionFile(note('paid')));
		await start(both);
		const overlap = [await post('18'), await post('19', { dataDir: rotated })];
		await allEnd('pay');
		await run?.stop('SIGTERM');
		await start({ STRIPE_WEBHOOK_SECRET: after.verifying });
		const late = [await post('late'), await post('later', { dataDir: rotated })];

		expect(first).toEqual(first.map(() => 200));
		expect(waited).toBeGreaterThan(0);
		expect(overlap).toEqual([200, 200]);
		expect((await runsOf('pay')).every((each) => each?.status === 'done')).toBe(true);
		expect(late).toEqual([401, 200]);
	});
});
