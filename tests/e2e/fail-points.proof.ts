import { afterEach, expect, it, jest } from '@jest/globals';
import { openStore } from '../../src/clouds/local/open-store.ts';
import { type FailPoint, failPoints, killAt } from './fail-points.ts';
import { problemsOf } from './paid-problems.ts';
import { type PaidService, paidService, postPaid } from './paid-service.ts';
import { patience, type StartedRun, startRun } from './start-run.ts';

const all = process.env.ROUNDS !== undefined;
const inEveryRun: readonly FailPoint[] = ['insert:written', 'settle:before', 'die:committed'];
// Sound because they are its own keys.
const points = all ? (Object.keys(failPoints) as (keyof typeof failPoints)[]) : inEveryRun;

jest.setTimeout((points.length + 4) * patience);

let service: PaidService;
let run: StartedRun | undefined;
afterEach(async () => {
	await run?.kill();
	await service?.remove();
});

it('a run that is killed at each point, one after the other, loses nothing and pays for everything once', async () => {
	service = await paidService(6);
	const acknowledged = new Set<string>();
	const survived: string[] = [];
	const sent: string[] = [];

	for (const point of points) {
		sent.push(idAt(point));
		if (point.startsWith('resend')) await reopen('mark-committed');
		if (!(await diesAt(point, acknowledged))) survived.push(point);
	}
	run = await startRun(service, service.env);
	for (const id of sent) if ((await postPaid(run, service, { id }))?.status === 200) acknowledged.add(id);
	const problems = await problemsOf(service, { acknowledged, patience: 2 * patience });

	expect(survived).toEqual([]);
	expect(acknowledged).toEqual(new Set(sent));
	expect(problems).toEqual([]);
});

/** As an operator's replay that was killed before it sent the message leaves it: due, and nobody but the sweep sends it. */
async function reopen(id: string): Promise<void> {
	const store = openStore(service.dataDir);
	await store.events.reopen({ source: 'stripe', id: `evt_${id}` }, ['pay'], Date.now());
	store.close();
}

/** What comes to the point is large where bytes go to blobs, and poison where a run fails. */
const idAt = (point: string) =>
	[
		point.replace(':', '-'),
		...(point.startsWith('blob') ? ['large'] : []),
		...(/^(fail|delay|die|bury)/.test(point) ? ['poison'] : []),
	].join('-');

/** What earlier kills have left comes to a point too, so the run may end before it serves. */
async function diesAt(point: FailPoint, acknowledged: Set<string>): Promise<boolean> {
	run = await startRun(service, { ...service.env, ...killAt(point) }).catch(() => undefined);
	if (run === undefined) return true;
	const id = idAt(point);
	const reply = postPaid(run, service, { id });
	const bound = AbortSignal.timeout(patience + 5_000);
	const ended = await Promise.race([
		run.ended,
		new Promise<undefined>((resolve) => bound.addEventListener('abort', () => resolve(undefined))),
	]);
	await run.kill();
	if ((await reply)?.status === 200) acknowledged.add(id);
	return ended?.signal === 'SIGKILL';
}
