import { afterEach, describe, expect, it } from '@jest/globals';
import type { ThreadFunction } from '../../../src/plugin/local/start-worker.ts';
import { startThreads, type Threads, type ThreadsOptions } from '../../../src/plugin/local/threads.ts';
import { writeFunction } from './write-function.ts';

let threads: Threads;

afterEach(() => threads.stop());

function start(functions: Readonly<Record<string, ThreadFunction>>, options: Partial<ThreadsOptions> = {}): Threads {
	threads = startThreads({ functions, environment: {}, onWake: () => {}, ...options });
	return threads;
}

const kinds = ['function', 'endpoint'] as const;

/** Fails on the input "bad", in one way each; every other input is answered. */
const crashes: readonly (readonly [string, string, RegExp])[] = [
	['throws', 'throw new Error("broken\\nsecond line")', /^broken$/],
	['throws no error', 'throw { code: 1 }', /^A value that is no error was thrown: \[object Object\]$/],
	['throws undefined', 'throw undefined', /^A value that is no error was thrown: undefined$/],
	['throws what can not be shown', 'throw Object.create(null)', /^A value that can not be shown was thrown\.$/],
	['throws late', 'setTimeout(() => { throw new TypeError("late") }, 5); return new Promise(() => {})', /^TypeError: late$/],
	['rejects afloat', 'Promise.reject(new Error("afloat")); return new Promise(() => {})', /^afloat$/],
	['exits', 'process.exit(3)', /ended its thread with code 3\.$/],
	['never settles', 'return new Promise(() => {})', /did not answer within 1 s\.$/],
	['loops', 'for (;;) {}', /did not answer within 1 s\.$/],
	['returns what is no JSON', 'return 1n', /^TypeError: .*BigInt/],
];

describe.each(kinds)('a %s', (kind) => {
	it.each(crashes)('that %s fails that call only, and the next one works', async (_case, body, message) => {
		const source = `export async function handler(input) { if (input !== 'bad') return input; ${body} }`;
		const { invoke } = start({ one: await writeFunction(source, { kind, timeoutSeconds: 1 }) });

		const bad = await invoke('one', 'bad').catch((error: Error) => error.message);
		const good = await invoke('one', 'good');

		expect(bad).toMatch(message);
		expect(good).toBe('good');
	});

	it('that throws after its answer harms no call that runs then', async () => {
		const source = `export async function handler(input) {
			if (input === 'bad') setTimeout(() => { Promise.reject(new Error('late')) }, 20);
			else await new Promise((resolve) => setTimeout(resolve, 100));
			return input;
		}`;
		const errors: string[] = [];
		const log: ThreadsOptions['log'] = { error: (_message, fields) => errors.push(String(fields?.error)) };
		const { invoke } = start({ one: await writeFunction(source, { kind }) }, { log, limitPerFunction: 1 });

		const answers = [await invoke('one', 'bad'), await invoke('one', 'good'), await invoke('one', 'next')];

		expect(answers).toEqual(['bad', 'good', 'next']);
		expect(errors).toEqual(['late']);
	});

	it('gets its input, its context and its environment', async () => {
		const source = `export async function handler(input, context) {
			return { input, name: context.functionName, id: context.awsRequestId, left: context.getRemainingTimeInMillis(),
				env: [process.env.PATH === undefined, process.env.SHARED, process.env.OWN, process.env.WEBHOOK_FUNCTION] };
		}`;
		const environment = { SHARED: 'a', OWN: 'a' };
		const { invoke } = start({ one: await writeFunction(source, { kind, environment: { OWN: 'b' } }) }, { environment });

		const answer = await invoke('one', { text: '🦊\u0000', gone: undefined });

		expect(answer).toMatchObject({ input: { text: '🦊\u0000' }, name: 'one', env: [false, 'a', 'b', 'one'] });
		expect(answer).toMatchObject({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), left: expect.any(Number) });
	});

	it('that can not be loaded fails its calls in one line, and works once it can', async () => {
		const broken = await writeFunction(`throw new Error('no start')`, { kind });
		const { invoke } = start({ one: broken });

		const before = await invoke('one', 1).catch((error: Error) => error.message);
		await writeFunction('export const handler = async (input) => input', broken);
		const after = await invoke('one', 1);

		expect([before, after]).toEqual(['no start', 1]);
	});
});

it('a function that is not there is named, with those that are', async () => {
	const { invoke } = start({ one: await writeFunction('export const handler = () => 1') });

	await expect(invoke('toString', 1)).rejects.toThrow('There is no function "toString". There are: one.');
});

/** Answers with how many calls ran at once in its thread, and in which thread. */
const counting = `let now = 0; let most = 0; const thread = Math.random();
export async function handler() {
	most = Math.max(most, ++now);
	await new Promise((resolve) => setTimeout(resolve, 50));
	now--;
	return { most, thread };
}`;

async function tenAtOnce(kind: ThreadFunction['kind']): Promise<{ threads: number; most: number }> {
	const { invoke } = start({ one: await writeFunction(counting, { kind }) }, { limitPerFunction: 2 });
	const all = (await Promise.all(Array.from({ length: 10 }, () => invoke('one', {})))) as { most: number; thread: number }[];
	return { threads: new Set(all.map((one) => one.thread)).size, most: Math.max(...all.map((one) => one.most)) };
}

describe('ten calls at once', () => {
	it('to an endpoint share one thread', async () => {
		expect(await tenAtOnce('endpoint')).toEqual({ threads: 1, most: 10 });
	});

	it('to a function run one at a time in each of its threads', async () => {
		expect(await tenAtOnce('function')).toEqual({ threads: 2, most: 1 });
	});
});

describe('calls between functions', () => {
	const relay = `export const handler = async (n) => n === 0 ? 'end' : await local.requestCall('one', n - 1)`;

	it('do not lock up when each holds a place', async () => {
		const { invoke } = start({ one: await writeFunction(relay) }, { limitPerFunction: 1 });

		expect(await Promise.all([invoke('one', 3), invoke('one', 3)])).toEqual(['end', 'end']);
	});

	it('that never end are ended', async () => {
		const { invoke } = start({ one: await writeFunction(relay) }, { limitPerFunction: 1 });

		await expect(invoke('one', 100)).rejects.toThrow(/calls are nested more than 16 deep/);
	});

	it('that fail tell why', async () => {
		const caller = await writeFunction(`export const handler = (name) => local.requestCall(name, {})`);
		const broken = await writeFunction(`export const handler = () => process.exit(1)`);
		const { invoke } = start({ caller, broken });

		await expect(invoke('caller', 'broken')).rejects.toThrow('The function "broken" ended its thread with code 1.');
		await expect(invoke('caller', 'nobody')).rejects.toThrow('There is no function "nobody".');
	});
});

it('a wake reaches the main thread', async () => {
	const woken = Promise.withResolvers<void>();
	const { invoke } = start({ one: await writeFunction('export const handler = () => local.wake()') }, { onWake: woken.resolve });

	const answer = await invoke('one', {});

	await woken.promise;
	expect(answer).toBeUndefined();
});

it.each(kinds)('after a reload, new calls run the new bundle of a %s while running ones finish', async (kind) => {
	const one = await writeFunction(
		`export const handler = () => { local.wake(); return new Promise((resolve) => setTimeout(resolve, 200, 'old')); }`,
		{ kind },
	);
	const running = Promise.withResolvers<void>();
	const { invoke, reload } = start({ one }, { onWake: running.resolve });
	const before = invoke('one', {});
	await running.promise;

	await writeFunction(`export const handler = () => 'new'`, one);
	reload('one');
	const after = await invoke('one', {});

	expect([await before, after]).toEqual(['old', 'new']);
});

describe('a stop', () => {
	const slow = `export const handler = (ms) => { local.wake(); return new Promise((resolve) => setTimeout(resolve, ms, 'done')); }`;

	it('lets running calls finish and refuses new and waiting ones', async () => {
		const running = Promise.withResolvers<void>();
		const { invoke, stop } = start({ one: await writeFunction(slow) }, { onWake: running.resolve, limitPerFunction: 1 });
		const first = invoke('one', 100);
		await running.promise;
		const waiting = invoke('one', 1).catch((error: Error) => error.message);

		const stopped = stop();
		const late = invoke('one', 1).catch((error: Error) => error.message);

		expect(await Promise.all([first, waiting, late])).toEqual(['done', 'The local run is stopping.', 'The local run is stopping.']);
		await stopped;
	});

	it('ends a call that takes too long', async () => {
		const running = Promise.withResolvers<void>();
		const { invoke, stop } = start({ one: await writeFunction(slow) }, { onWake: running.resolve, drain: 50 });
		const call = invoke('one', 60_000).catch((error: Error) => error.message);
		await running.promise;

		await stop();

		expect(await call).toMatch(/ended its thread/);
	});
});
