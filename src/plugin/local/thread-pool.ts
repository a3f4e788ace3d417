import type { CallPlace, FunctionThread } from './function-thread.ts';

/** The threads of one function. */
export type Pool = {
	readonly run: (input: string | undefined, place: CallPlace) => Promise<string | undefined>;
	/** New calls go to new threads. */
	readonly reload: () => void;
	/** Rejects the calls that wait for a place and came from outside. */
	readonly forget: (reason: Error) => void;
	/** Resolves when no call runs or waits. */
	readonly idle: () => Promise<void>;
	readonly end: () => Promise<void>;
};

type Waiting = { readonly depth: number; readonly start: () => void; readonly reject: (error: Error) => void };

/**
 * With a `limit`, a thread runs one call at a time and so many calls run at once; without one, a single thread runs them all.
 * The limit holds per depth of nesting: a call never waits for a place that its own caller holds, so functions that call each other can't lock up.
 */
export function startPool(start: () => FunctionThread, limit: number | undefined): Pool {
	const threads = new Set<FunctionThread>();
	const running = new Set<Promise<unknown>>();
	const places = new Map<number, number>();
	let waiting: Waiting[] = [];

	const take = (): FunctionThread => {
		for (const thread of threads) if (thread.open() && (limit === undefined || thread.depth() === undefined)) return thread;
		const thread = start();
		threads.add(thread);
		thread.ended.then(() => threads.delete(thread));
		return thread;
	};
	const release = (depth: number) => {
		const next = waiting.find((one) => one.depth === depth);
		if (!next) {
			places.set(depth, (places.get(depth) ?? 1) - 1);
			return;
		}
		waiting = waiting.filter((one) => one !== next);
		next.start();
	};
	const place = async (depth: number): Promise<void> => {
		const used = places.get(depth) ?? 0;
		if (used < (limit ?? Number.POSITIVE_INFINITY)) places.set(depth, used + 1);
		else await new Promise<void>((resolve, reject) => waiting.push({ depth, start: resolve, reject }));
	};
	const run = async (input: string | undefined, from: CallPlace): Promise<string | undefined> => {
		await place(from.depth);
		try {
			return await take().run(input, from);
		} finally {
			release(from.depth);
		}
	};
	return {
		run: (input, from) => {
			const result = run(input, from);
			running.add(result);
			const done = () => running.delete(result);
			result.then(done, done);
			return result;
		},
		reload: () => {
			for (const thread of threads) thread.retire();
		},
		forget: (reason) => {
			for (const one of waiting) if (one.depth === 0) one.reject(reason);
			waiting = waiting.filter((one) => one.depth > 0);
		},
		idle: async () => {
			while (running.size > 0) await Promise.allSettled(running);
		},
		end: async () => {
			await Promise.all([...threads].map((thread) => thread.end()));
		},
	};
}
