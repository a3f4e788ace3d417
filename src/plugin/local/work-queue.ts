import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { startDispatcher } from '../../clouds/local/dispatch.ts';
import type { Store } from '../../clouds/local/open-store.ts';
import type { Message } from '../../webhook/message.ts';
import type { Disposition } from '../../webhook/ports.ts';
import { retryOf } from '../../webhook/retry-of.ts';
import type { Routes } from '../../webhook/source.ts';
import { startSweep } from './start-sweep.ts';
import type { Threads } from './threads.ts';

export type QueueWork = {
	/** Says that there may be messages. */
	readonly wake: () => void;
	/** Takes no more messages, and waits for running ones at most `drain` milliseconds. */
	readonly stop: (drain: number) => Promise<void>;
};

export type QueueWorkOptions = {
	readonly store: Store;
	readonly routes: Routes;
	readonly threads: Threads;
	/** Messages of one function that run at once. */
	readonly concurrency: number;
	readonly onError: (error: unknown) => void;
	readonly onCrash?: (message: Message, error: unknown) => void;
	/** Told before each run under which request id its function will be called. */
	readonly onRun?: (message: Message, requestId: string) => void;
};

/** Works on the queues: hands messages to their functions, sends what was not sent, and removes what has expired. */
export function workQueue({ store, routes, threads, concurrency, onError, onCrash, onRun = () => {} }: QueueWorkOptions): QueueWork {
	const names = new Set(routes.routes.flatMap((route) => (route.type === undefined ? [] : [route.function])));
	const dispatcher = startDispatcher({
		store,
		functions: Object.fromEntries([...names].map((name) => [name, { concurrency, timeoutSeconds: routes.timeouts[name] ?? 6 }])),
		run: (_, message) => {
			const requestId = randomUUID();
			onRun(message, requestId);
			return wakeFunction(threads, message, requestId);
		},
		now: Date.now,
		onError,
		...(onCrash && { onCrash }),
		retry: (name) => retryOf(name, routes),
	});
	const sweeping = startSweep({ store, now: Date.now, onError, onSent: dispatcher.wake });
	return {
		wake: dispatcher.wake,
		stop: async (drain) => {
			const stopped = Promise.all([dispatcher.stop(), sweeping.stop()]);
			await Promise.race([stopped, setTimeout(drain, undefined, { ref: false })]);
		},
	};
}

async function wakeFunction(threads: Threads, message: Message, requestId: string): Promise<Disposition> {
	const name = message.function;
	const answer = await threads.invoke(name, { eventSource: 'hookport', messages: [message] }, requestId);
	const [disposition] = isAnswer(answer) ? answer.dispositions : [];
	if (disposition) return disposition;
	throw new Error(`The function "${name}" did not say what became of its message: its file does not export what onEvent returns.`);
}

function isAnswer(answer: unknown): answer is { readonly dispositions: readonly Disposition[] } {
	return typeof answer === 'object' && answer !== null && 'dispositions' in answer && Array.isArray(answer.dispositions);
}
