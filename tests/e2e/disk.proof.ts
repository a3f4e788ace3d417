import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { beside, fill, full, mayMount, mounted, readOnly, small } from './mounts.ts';
import { problemsOf } from './paid-problems.ts';
import { type PaidService, paidService, postPaid } from './paid-service.ts';
import { aFreePort, patience, runCommand, type StartedRun, sls, startRun } from './start-run.ts';

jest.setTimeout(5 * patience);
if (!mayMount) console.warn('skipped: nothing can be mounted here (unshare --map-root-user --mount), so no disk is full or read-only.');

let service: PaidService;
let run: StartedRun | undefined;
afterEach(async () => {
	await run?.kill();
	await service?.remove();
});

(mayMount ? describe : describe.skip)('a data folder', () => {
	it('on a disk that fills up takes nothing that it can not keep, and takes it when there is room again', async () => {
		const { started, outside, post } = await startOnSmallDisk();
		const first = await post('first');
		const fillers = [fill(outside.dataDir, 500_000)];
		const filling = await postAll(post, names('fills', 60));
		fillers.push(fill(outside.dataDir, 0));
		const refused = await postAll(post, ['full', 'full-large']);
		const seen = await listed(started);
		const drafts = readdirSync(join(outside.dataDir, 'blobs')).filter((name) => name.includes('.'));
		for (const file of fillers) rmSync(file);
		const again = await postAll(post, [...filling.refused, ...refused.refused]);
		await moveOut(started, outside.dataDir);
		const acknowledged = ['first', ...filling.taken, ...again.taken];

		expect(first).toBe(200);
		expect(new Set(filling.statuses)).toEqual(new Set([200, 503]));
		expect(refused.statuses).toEqual([503, 503]);
		expect(seen).toEqual(expect.arrayContaining(filling.taken.map((id) => `evt_${id}`)));
		expect(drafts).toEqual([]);
		expect(again.refused).toEqual([]);
		expect(await problemsOf(service, { acknowledged, patience: 2 * patience })).toEqual([]);
		expect(started.output()).not.toMatch(/^\s+at /m);
	});

	it('that turns read-only under a run takes nothing that it can not keep, goes on when it can be written, and ends cleanly even when it can not', async () => {
		service = await paidService(7);
		const started = await startRun(service, service.env, mounted('true'));
		run = started;
		const post = async (id: string) => (await postPaid(started, service, { id }))?.status;
		await shell(started, readOnly);
		const refused = await post('1-large');
		await shell(started, 'umount -l "$WEBHOOK_DATA_DIR"');
		const taken = await postAll(post, ['1-large', '2']);
		const problems = await problemsOf(service, { acknowledged: taken.taken, patience: 2 * patience });
		await shell(started, readOnly);
		const { code } = await started.stop('SIGTERM');

		expect(refused).toBe(503);
		expect(taken.statuses).toEqual([200, 200]);
		expect(problems).toEqual([]);
		expect(code).toBe(0);
	});

	it.each([
		[
			'can not be written',
			readOnly,
			/^The store .+hookport\.db can not be opened \(EROFS.+\)\. Make the folder writable, make room on its disk, or/,
		],
		[
			'is full',
			full,
			/^.+(run\.json|inspector-token) can not be written \(ENOSPC.+\)\. Make the folder writable, make room on its disk, or/,
		],
	])('with the store of a run that was killed, which %s, stops the next run with a line that says what to do', async (_, line, said) => {
		service = await paidService(2);
		await (await startRun(service, service.env)).kill();

		const { code, output } = await runCommand(service, mounted(line)(await aFreePort()));

		expect(output.trim().split('\n').at(-1)).toMatch(said);
		expect(output).not.toMatch(/^\s+at /m);
		expect(code).toBe(1);
	});
});

async function startOnSmallDisk() {
	service = await paidService(7);
	mkdirSync(service.dataDir);
	const started = await startRun(service, service.env, mounted(small));
	run = started;
	// Only the run sees the mount; this is the way in for others.
	const outside = { ...service, dataDir: join(`/proc/${started.pid}/root`, service.dataDir) };
	const post = async (id: string) => (await postPaid(started, outside, { id }))?.status;
	return { started, outside, post };
}

type Post = (id: string) => Promise<number | undefined>;

async function postAll(post: Post, ids: readonly string[]) {
	const statuses: (number | undefined)[] = [];
	for (const id of ids) statuses.push(await post(id));
	const answered = (taken: boolean) => ids.filter((_, index) => (statuses[index] === 200) === taken);
	return { statuses, taken: answered(true), refused: answered(false) };
}

const names = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}-${index}${index % 2 ? '-large' : ''}`);

/** The ids that `events` lists for somebody who sees the disk that the run sees. */
async function listed(started: StartedRun): Promise<readonly string[]> {
	const { output } = await runCommand(service, beside(started, service, sls('webhook', 'events', '--json', '--limit', '1000')));
	return output.split('\n').flatMap((line) => (line.startsWith('{') ? [String(JSON.parse(line).id)] : []));
}

async function shell(started: StartedRun, line: string): Promise<void> {
	const { code, output } = await runCommand(service, beside(started, service, { command: 'sh', args: ['-c', line] }));
	if (code !== 0) throw new Error(`${line}: ${output}`);
}

/** The disk goes with the run, so what is on it is copied while nothing writes, and the next run goes on with the copy. */
async function moveOut(started: StartedRun, from: string): Promise<void> {
	started.signal('SIGSTOP');
	cpSync(from, service.dataDir, { recursive: true });
	await started.kill();
	run = await startRun(service, service.env);
}
