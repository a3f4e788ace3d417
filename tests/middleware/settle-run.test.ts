import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Assignment } from '../../src/middleware/assignment.ts';
import { runChain } from '../../src/middleware/chain.ts';
import { settleRun } from '../../src/middleware/settle-run.ts';
import type { Run } from '../../src/webhook/record.ts';
import type { TestPlatform } from '../local-platform.ts';
import { noon } from '../ports/sample-record.ts';
import { keep, letters, noonPlatform, runOf, take } from './assignment.ts';
import { failing, withQueue } from './passage.ts';

let on: ReturnType<typeof noonPlatform>;
beforeEach(() => {
	on = noonPlatform();
});
afterEach(() => on.close());

const end = (assignment: Assignment, act: () => unknown, platform: TestPlatform = on) =>
	runChain([settleRun(platform)], async () => act())(assignment);
async function run(act: () => unknown, before: Partial<Run> = {}, platform: TestPlatform = on) {
	await keep(on, before);
	return end(await take(on), act, platform);
}
function throwing(error: unknown) {
	return () => {
		throw error;
	};
}

describe('a function that returns', () => {
	it.each([undefined, null, 'text', { ok: true }])('%j is done', async (value) => {
		expect(await run(() => value)).toMatchObject({ ending: 'done' });
		expect(await runOf(on)).toMatchObject({ status: 'done', attempts: 1 });
	});

	const loop: unknown[] = [];
	loop.push(loop);
	it.each([
		['a circle', loop],
		['a big integer', 1n],
		['a function', () => {}],
		['a symbol', Symbol('x')],
	])('%s is done too: nobody waits for what it returns', async (_, value) => {
		expect(await run(() => value)).toMatchObject({ ending: 'done' });
	});

	it('has its reply kept where the sender waits for it, and only there', async () => {
		await run(() => 'hello', { ack: 'handled' });
		expect((await runOf(on))?.reply).toMatchObject({ status: 200, body: 'hello' });
	});

	it.each([
		['is a queue message', { ack: 'stored' } as const, 'hello'],
		['asks for more than 64 KB', { ack: 'handled' } as const, 'x'.repeat(64 * 1024 + 1)],
	])('has no reply kept where it %s', async (_, before, value) => {
		await run(() => value, before);

		expect(await runOf(on)).not.toHaveProperty('reply');
	});
});

describe('a function that fails', () => {
	it.each([
		['an Error', new TypeError('no database'), 'TypeError: no database'],
		['text', 'broken', 'threw string'],
		['null', null, 'threw object'],
		['undefined', undefined, 'threw undefined'],
		['an Error of many words', new Error('x'.repeat(9_000)), `Error: ${'x'.repeat(493)}`],
	])('with %s is pending again, and is tried after a while', async (_, error, lastError) => {
		const ending = await run(throwing(error));

		expect(ending).toEqual({ ending: 'failed', retryAfterSeconds: expect.any(Number) });
		expect('retryAfterSeconds' in ending && ending.retryAfterSeconds >= 0.5 && ending.retryAfterSeconds <= 1).toBe(true);
		expect(await runOf(on)).toMatchObject({ status: 'pending', attempts: 1, lastError });
		expect(on.lines.join()).not.toContain('    at ');
	});

	it('for the last time is dead, with its dead letter', async () => {
		expect(await run(throwing(new Error('no database')), { attempts: 2 })).toEqual({ ending: 'dead', mismatch: false });

		expect(await runOf(on)).toMatchObject({
			status: 'dead',
			attempts: 3,
			reason: 'failed 3 times',
			lastError: 'Error: no database',
			sent: true,
		});
		expect(await letters(on)).toEqual(['failed 3 times']);
		expect(on.measured).toEqual([['dead', 1, { function: 'invoice-paid' }]]);
	});

	it('for the last time while dead letters can not be sent is dead, and left to the sweep', async () => {
		const ending = await run(throwing(new Error('x')), { attempts: 2 }, withQueue(on, { bury: failing }));

		expect(ending).toEqual({ ending: 'dead', mismatch: false });
		expect(await runOf(on)).toMatchObject({ status: 'dead', sent: false, dueAt: noon });
	});

	it('while its sender waits is left to the sender, and to the sweep only when the sender has given up', async () => {
		await run(throwing(new Error('x')), { ack: 'handled' });

		expect(await runOf(on)).toMatchObject({ status: 'pending', sent: false, dueAt: noon + 3 * 24 * 3600 * 1000 });
	});
});

describe('a function that ends after its lease', () => {
	async function late(act: () => unknown, now: (current: Assignment) => Promise<unknown> = async () => undefined, attempts = 1) {
		await keep(on, { attempts });
		const first = await take(on);
		on.tick(10_001);
		const second = await take(on);
		await now(second);
		const before = await runOf(on);
		const ending = await end(first, act);
		return { ending, unchanged: JSON.stringify(before) === JSON.stringify(await runOf(on)), letters: await letters(on) };
	}
	const fenced = { ending: { ending: 'fenced' }, unchanged: true, letters: [] };

	it.each([
		['returns', () => 'late'],
		['throws', throwing(new Error('late'))],
	])('and %s changes nothing while another run holds the lease', async (_, act) => {
		expect(await late(act)).toEqual(fenced);
	});

	it('and throws at its last attempt is not buried while another run holds the lease', async () => {
		expect(await late(throwing(new Error('late')), undefined, 2)).toEqual(fenced);
	});

	it('changes nothing after another run is done', async () => {
		expect(await late(throwing(new Error('late')), (current) => end(current, () => 'done'))).toEqual(fenced);
	});

	it('counts while nobody has taken over', async () => {
		await keep(on);
		const only = await take(on);
		on.tick(60_000);

		expect(await end(only, () => 'late')).toMatchObject({ ending: 'done' });
	});
});

it('passes on that the store failed: what became of the run is not known', async () => {
	const broken = { ...on, cloud: { ...on.cloud, events: { ...on.cloud.events, settle: failing } } };

	await expect(run(() => 'x', {}, broken)).rejects.toThrow('out of reach');
	expect((await runOf(on))?.status).toBe('running');
});
