import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import type { ThreadAnswer, ThreadRequest } from '../../clouds/local/thread.ts';
import type { Log } from '../../webhook/ports.ts';
import { type CallPlace, type FunctionThread, type Heard, startThread } from './function-thread.ts';
import type { ThreadFunction } from './start-worker.ts';
import { type Pool, startPool } from './thread-pool.ts';

export type ThreadsOptions = {
	/** By their names in serverless.yml. */
	readonly functions: Readonly<Record<string, ThreadFunction>>;
	/** For every thread, over the process's own and under the function's own. */
	readonly environment: Readonly<Record<string, string>>;
	/** A function says that the queue has work. */
	readonly onWake: () => void;
	/** Threads, and so calls at once, per function that is no endpoint. */
	readonly limitPerFunction?: number;
	/** Hears of what nothing in a function caught. */
	readonly log?: Pick<Log, 'error'>;
	/** Hears what functions write, and for which request. What a function writes that another has called is written for the same. */
	readonly onHeard?: (heard: Heard) => void;
	/** Milliseconds that `stop` waits for running calls. */
	readonly drain?: number;
};

export type Threads = {
	/** Calls a function; input and answer are JSON values. Rejects with one line when it throws, crashes, exits or is out of time. */
	readonly invoke: (name: string, input: unknown, requestId?: string) => Promise<unknown>;
	/** New calls run the bundle as it is now; running ones finish with the one they began with. */
	readonly reload: (name?: string) => void;
	readonly stop: () => Promise<void>;
};

/** A loop of functions that call each other ends here; Lambda's own detection stops at about as many. */
const deepest = 16;

/** Runs each function in threads of its own, so that none can harm another or the gateway. Threads start with the first call. */
export function startThreads(options: ThreadsOptions): Threads {
	const { functions, environment, log, onHeard, limitPerFunction = 4, drain = 10_000 } = options;
	const pools = new Map<string, Pool>();
	let stopping = false;

	const poolOf = (name: string): Pool => {
		const target = Object.hasOwn(functions, name) ? functions[name] : undefined;
		if (!target) throw new Error(`There is no function "${name}". There are: ${Object.keys(functions).join(', ')}.`);
		const start = () => startThread({ name, target, environment, log, onHeard, onRequest });
		const pool = pools.get(name) ?? startPool(start, target.kind === 'endpoint' ? undefined : limitPerFunction);
		pools.set(name, pool);
		return pool;
	};
	const run = async (name: string, input: string | undefined, from: CallPlace): Promise<string | undefined> => {
		const { depth } = from;
		if (stopping && depth === 0) throw new Error('The local run is stopping.');
		if (depth > deepest) throw new Error(`The function "${name}" was not called: calls are nested more than ${deepest} deep.`);
		return await poolOf(name).run(input, from);
	};
	const onRequest = (request: ThreadRequest, port: MessagePort, caller: FunctionThread): void => {
		if (request.kind === 'wake') {
			options.onWake();
			return;
		}
		const answer = (message: ThreadAnswer) => port.postMessage(message);
		const from = { depth: (caller.depth() ?? 0) + 1, requestId: caller.requestId() ?? randomUUID() };
		run(request.name, request.payload, from).then(
			(value) => answer({ id: request.id, value }),
			(error: Error) => answer({ id: request.id, error: error.message }),
		);
	};
	return {
		invoke: async (name, input, requestId = randomUUID()) => {
			const value = await run(name, JSON.stringify(input), { depth: 0, requestId });
			return value === undefined ? undefined : JSON.parse(value);
		},
		reload: (name) => {
			for (const [key, pool] of pools) if (name === undefined || name === key) pool.reload();
		},
		stop: async () => {
			stopping = true;
			const all = [...pools.values()];
			for (const pool of all) pool.forget(new Error('The local run is stopping.'));
			const bound = new AbortController();
			const idle = Promise.all(all.map((pool) => pool.idle()));
			await Promise.race([idle, setTimeout(drain, undefined, { signal: bound.signal }).catch(() => {})]);
			bound.abort();
			await Promise.all([...pools.values()].map((pool) => pool.end()));
		},
	};
}
