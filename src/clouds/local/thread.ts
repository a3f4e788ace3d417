import { type MessagePort, workerData } from 'node:worker_threads';
import type { LogEntry } from './create-log.ts';

/** What a function's thread asks of the main thread. `payload` is JSON text, as on the clouds; undefined has none. */
export type ThreadRequest =
	| { readonly kind: 'call'; readonly id: number; readonly name: string; readonly payload: string | undefined }
	| { readonly kind: 'wake' };

/** What the main thread answers to a call: JSON text, or one line that says why it failed. */
export type ThreadAnswer = { readonly id: number } & ({ readonly value: string | undefined } | { readonly error: string });

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };

const waiting = new Map<number, Waiting>();
let calls = 0;
let opened: MessagePort | undefined;

/** Calls another function by its name in serverless.yml, in that function's own thread. Rejects with one line when it fails. */
export async function requestCall(name: string, payload: unknown): Promise<unknown> {
	const port = openPort();
	calls += 1;
	const id = calls;
	const request: ThreadRequest = { kind: 'call', id, name, payload: JSON.stringify(payload) };
	return await new Promise((resolve, reject) => {
		waiting.set(id, { resolve, reject });
		port.postMessage(request);
	});
}

/** Tells the main thread that the queue has work. Elsewhere nothing is told: whoever works on the queue looks by itself too. */
export function wake(): void {
	if (inThread()) openPort().postMessage({ kind: 'wake' } satisfies ThreadRequest);
}

/** Tells the main thread what was logged, by the call that it was logged in. */
export function heard(entry: LogEntry): void {
	shared().heard?.(entry);
}

type Shared = { readonly hookport?: MessagePort; readonly heard?: (entry: LogEntry) => void };

/** Sound because only function-thread.ts and worker.ts, which start the thread, put it there. */
const shared = () => (workerData ?? {}) as Shared;
export const inThread = () => shared().hookport !== undefined;

function openPort(): MessagePort {
	if (opened) return opened;
	const port = shared().hookport;
	if (!port) throw new Error('This is not a thread of the local run: start it with `npm start`, or give the function another cloud.');
	port.on('message', settle);
	opened = port;
	return port;
}

function settle(answer: ThreadAnswer): void {
	const call = waiting.get(answer.id);
	waiting.delete(answer.id);
	if ('error' in answer) call?.reject(new Error(answer.error));
	else call?.resolve(answer.value === undefined ? undefined : JSON.parse(answer.value));
}
