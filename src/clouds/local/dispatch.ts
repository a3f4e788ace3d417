import { keyOf, type Message } from '../../webhook/message.ts';
import type { Disposition } from '../../webhook/ports.ts';
import { defaultRetry, type Retry } from '../../webhook/source.ts';
import { buryStrays } from './bury-strays.ts';
import { failCrashedRun } from './fail-crashed-run.ts';
import type { Store } from './open-store.ts';
import type { Leased } from './queue.ts';

export type DispatchedFunction = {
	/** Messages that may run at once. */
	readonly concurrency: number;
	readonly timeoutSeconds: number;
};

export type DispatchOptions = {
	readonly store: Pick<Store, 'events' | 'queue'>;
	readonly functions: Readonly<Record<string, DispatchedFunction>>;
	/** Runs the function for the message. Rejects when its thread crashed or ran out of time. */
	readonly run: (name: string, message: Message) => Promise<Disposition>;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	readonly onError: (error: unknown) => void;
	/** Told of each run that ended without a word of its own: nothing else would show that it did. */
	readonly onCrash?: (message: Message, error: unknown) => void;
	readonly retry?: (name: string) => Retry;
};

export type Dispatcher = {
	/** Says that there may be messages; they are looked for every 250 ms besides. */
	readonly wake: () => void;
	/** Takes no more messages, and waits for those that are running. */
	readonly stop: () => Promise<void>;
};

export const pollMillis = 250;
const strayPolls = 20;
/** More than the lease of the run itself, so that a message is never visible while its run may still go on. */
const graceSeconds = 10;

/** Hands messages to their functions as slots get free, and does with each message what its run says. */
export function startDispatcher(options: DispatchOptions): Dispatcher {
	const { store, functions, now, onError } = options;
	const names = Object.keys(functions);
	const running = new Map<string, Set<Promise<void>>>(names.map((name) => [name, new Set()]));
	let polls = 0;
	let stopped = false;
	let again = false;
	let round: Promise<void> | undefined;
	let strays: Promise<void> | undefined;

	const take = async (name: string, { concurrency, timeoutSeconds }: DispatchedFunction) => {
		const slots = running.get(name) ?? new Set();
		const free = concurrency - slots.size;
		if (free <= 0) return;
		const until = now() + (timeoutSeconds + graceSeconds) * 1000;
		for (const leased of await store.queue.take({ now: now(), until }, [name], free)) {
			const job = handle(leased, options)
				.catch(onError)
				.finally(() => {
					slots.delete(job);
					wake();
				});
			slots.add(job);
		}
	};
	const look = async () => {
		do {
			again = false;
			const waiting = new Set(await store.queue.names());
			const wanted = Object.entries(functions).filter(([name]) => waiting.has(name));
			await Promise.all(wanted.map(([name, settings]) => take(name, settings)));
		} while (again && !stopped);
	};
	const wake = () => {
		again = true;
		if (stopped || round) return;
		round = look()
			.catch(onError)
			.finally(() => {
				round = undefined;
				if (again) wake();
			});
	};
	const poll = () => {
		if (polls++ % strayPolls === 0) strays = buryStrays({ ...store, names, now }).catch(onError);
		wake();
	};
	const timer = setInterval(poll, pollMillis);
	poll();
	return {
		wake,
		stop: async () => {
			stopped = true;
			clearInterval(timer);
			await Promise.all([round, strays]);
			await Promise.all([...running.values()].flatMap((slots) => [...slots]));
		},
	};
}

async function handle(leased: Leased, { store, run, now, onCrash, retry = () => defaultRetry }: DispatchOptions): Promise<void> {
	const { message } = leased;
	// A thread that crashes can't say which run it had: the one after what stands now, unless that one has been taken over.
	const fence = ((await store.events.get(keyOf(message)))?.functions[message.function]?.fence ?? 0) + 1;
	const disposition = await run(message.function, message).catch((error: unknown) => {
		onCrash?.(message, error);
		return failCrashedRun(message, error, { ...store, now, retry: retry(message.function), fence });
	});
	if (disposition.done) await store.queue.acknowledge(leased);
	else await store.queue.delay(leased, now() + disposition.retryAfterSeconds * 1000);
}
