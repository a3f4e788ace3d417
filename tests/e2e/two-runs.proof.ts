import { readFileSync } from 'node:fs';
import { afterEach, expect, it, jest } from '@jest/globals';
import { problemsOf } from './paid-problems.ts';
import { type PaidService, paidService, postPaid } from './paid-service.ts';
import { patience, type StartedRun, startRun } from './start-run.ts';

jest.setTimeout(5 * patience);

let service: PaidService;
let runs: readonly StartedRun[] = [];
afterEach(async () => {
	await Promise.all(runs.map((run) => run.kill()));
	await service?.remove();
});

const ids = Array.from({ length: 120 }, (_, index) => String(index));
const killedAfter = 40;
/** Of one function and one run, at once. */
const runsAtOnce = 4;

it('two runs on one store, of which one is killed, handle each event once that one of them took', async () => {
	service = await paidService(7);
	const [one, other] = await Promise.all([startRun(service, service.env), startRun(service, service.env)]);
	runs = [one, other];
	const taken: string[] = [];

	await postToBoth([one, other], (id) => {
		if (taken.push(id) === killedAfter) void one.kill();
	});
	const problems = await problemsOf(service, { acknowledged: ids, patience: 2 * patience });
	const ran = readFileSync(service.env.RUNS, 'utf8').trim().split('\n').length;

	expect(new Set(taken)).toEqual(new Set(ids));
	expect(problems).toEqual([]);
	// Only what ran at the kill ran again.
	expect(ran).toBeGreaterThanOrEqual(ids.length);
	expect(ran).toBeLessThanOrEqual(ids.length + runsAtOnce);
});

/** Every event to both at the same time, over a few connections, and each is told as often as it got a 2xx. */
async function postToBoth(both: readonly StartedRun[], onTaken: (id: string) => void): Promise<void> {
	const left = [...ids];
	const post = async (run: StartedRun, id: string) => {
		if ((await postPaid(run, service, { id }))?.status === 200) onTaken(id);
	};
	const connection = async () => {
		for (let id = left.shift(); id !== undefined; id = left.shift()) {
			const sent = id;
			await Promise.all(both.map((run) => post(run, sent)));
		}
	};
	await Promise.all(Array.from({ length: 4 }, connection));
}
