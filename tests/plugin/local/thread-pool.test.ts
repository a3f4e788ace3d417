import { describe, expect, it } from '@jest/globals';
import type { FunctionThread } from '../../../src/plugin/local/function-thread.ts';
import { startPool } from '../../../src/plugin/local/thread-pool.ts';

/** Threads whose calls end when the test says so. */
function threads() {
	const started: { readonly calls: Map<string, () => void>; ended: boolean }[] = [];
	const start = (): FunctionThread => {
		const thread = { calls: new Map<string, () => void>(), ended: false };
		const depths = new Map<string, number>();
		let open = true;
		let end = () => {};
		started.push(thread);
		const ended = new Promise<void>((resolve) => {
			end = () => {
				thread.ended = true;
				resolve();
			};
		});
		const settle = (input: string) => {
			thread.calls.delete(input);
			depths.delete(input);
			if (!open && thread.calls.size === 0) end();
		};
		return {
			open: () => open,
			requestId: () => undefined,
			depth: () => (depths.size === 0 ? undefined : Math.max(...depths.values())),
			run: (input = '', { depth }) =>
				new Promise((resolve) => {
					depths.set(input, depth);
					thread.calls.set(input, () => {
						settle(input);
						resolve(input);
					});
				}),
			retire: () => {
				open = false;
				if (thread.calls.size === 0) end();
			},
			end: async () => end(),
			ended,
		};
	};
	const running = () => started.flatMap(({ calls }) => [...calls.keys()]);
	const finish = async (input: string) => {
		for (const { calls } of started) calls.get(input)?.();
		await settled();
	};
	return { start, started, running, finish };
}

const at = (depth: number) => ({ depth, requestId: '' });
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the threads of a function', () => {
	it('given a limit of two → two calls at once, each in a thread of its own, and the others in order', async () => {
		const { start, started, running, finish } = threads();
		const pool = startPool(start, 2);
		const calls = ['a', 'b', 'c', 'd'].map((input) => pool.run(input, at(0)));
		await settled();
		expect(running()).toEqual(['a', 'b']);

		await finish('b');
		expect(running()).toEqual(['a', 'c']);
		await finish('a');
		await finish('c');
		await finish('d');

		expect(await Promise.all(calls)).toEqual(['a', 'b', 'c', 'd']);
		expect(started).toHaveLength(2);
	});

	it('given no limit → all calls in one thread', async () => {
		const { start, started, running } = threads();
		const pool = startPool(start, undefined);

		for (const input of ['a', 'b', 'c']) pool.run(input, at(0));
		await settled();

		expect(running()).toEqual(['a', 'b', 'c']);
		expect(started).toHaveLength(1);
	});

	it('given a call from within a call, and no place left → it runs, since its caller waits for it', async () => {
		const { start, running } = threads();
		const pool = startPool(start, 1);

		pool.run('outer', at(0));
		pool.run('waits', at(0));
		pool.run('inner', at(1));
		await settled();

		expect(running()).toEqual(['outer', 'inner']);
	});

	it('given a reload → running calls end where they are, new ones get a new thread', async () => {
		const { start, started, finish } = threads();
		const pool = startPool(start, 4);
		pool.run('old', at(0));
		await settled();

		pool.reload();
		pool.run('new', at(0));
		await settled();
		expect(started.map(({ calls }) => [...calls.keys()])).toEqual([['old'], ['new']]);
		await finish('old');

		expect(started.map(({ ended }) => ended)).toEqual([true, false]);
	});

	it('given that it is to end → what waits from outside is refused, what runs may end, and then it is idle', async () => {
		const { start, finish } = threads();
		const pool = startPool(start, 1);
		const first = pool.run('a', at(0));
		const refused = pool.run('b', at(0)).catch((error: Error) => error.message);
		await settled();

		pool.forget(new Error('stopping'));
		let idle = false;
		const waiting = pool.idle().then(() => {
			idle = true;
		});
		await settled();
		expect(idle).toBe(false);
		await finish('a');
		await waiting;

		expect(await first).toBe('a');
		expect(await refused).toBe('stopping');
	});
});
