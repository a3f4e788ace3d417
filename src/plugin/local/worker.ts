// Runs in a function's thread: loads the function's bundle and runs the calls that the main thread sends.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { LogEntry } from '../../clouds/local/create-log.ts';
import { errorLine } from './error-line.ts';
import { overhear } from './overhear.ts';

export type WorkerCall = {
	readonly id: number;
	/** JSON text; absent for undefined. */
	readonly input: string | undefined;
	readonly requestId: string;
	/** Milliseconds. */
	readonly timeout: number;
};

export type WorkerReport =
	| { readonly kind: 'ready' }
	| { readonly kind: 'pong' }
	/** The bundle can't be loaded. */
	| { readonly kind: 'broken'; readonly error: string }
	| { readonly kind: 'answer'; readonly id: number; readonly value: string | undefined }
	| { readonly kind: 'failure'; readonly id: number; readonly error: string }
	/** A line that the code of a call wrote, to the log or with `console`. */
	| { readonly kind: 'line'; readonly id: number | undefined; readonly line: string }
	/** The same line of the log, by its parts. */
	| { readonly kind: 'logged'; readonly id: number | undefined; readonly entry: LogEntry }
	/** Something that no handler caught. `id` is the call that started it, which may have been answered long ago. */
	| { readonly kind: 'crash'; readonly id: number | undefined; readonly error: string; readonly stack: string | undefined };

export type WorkerInput = { readonly name: string; readonly file: string; readonly handler: string };

type Handler = (input: unknown, context: unknown) => unknown;

const { name, file, handler } = workerData as WorkerInput;
const current = new AsyncLocalStorage<number>();
const report = (message: WorkerReport) => parentPort?.postMessage(message);

// So that an error names the line of a file, and not of its bundle.
process.setSourceMapsEnabled(true);
for (const stream of [process.stdout, process.stderr]) overhear(stream, (line) => report({ kind: 'line', id: current.getStore(), line }));
// The bundle has a copy of the local cloud of its own, which finds this where it finds its port.
Object.assign(workerData, { heard: (entry: LogEntry) => report({ kind: 'logged', id: current.getStore(), entry }) });

// The context of the failing code is still the current one in these two, so a crash is laid to the call that caused it and to no other.
process.on('uncaughtException', crash).on('unhandledRejection', crash);

try {
	const run = load();
	report({ kind: 'ready' });
	parentPort?.on('message', (call: WorkerCall | 'ping') => {
		if (call === 'ping') report({ kind: 'pong' });
		else current.run(call.id, answer, run, call);
	});
} catch (error) {
	report({ kind: 'broken', error: errorLine(error) });
}

function load(): Handler {
	const found = (createRequire(import.meta.url)(file) as Record<string, unknown>)[handler];
	if (typeof found !== 'function') throw new Error(`The function "${name}" has no export "${handler}".`);
	return found as Handler;
}

async function answer(run: Handler, { id, input, requestId, timeout }: WorkerCall): Promise<void> {
	const deadline = Date.now() + timeout;
	const context = { functionName: name, awsRequestId: requestId, getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()) };
	try {
		const value = await run(input === undefined ? undefined : JSON.parse(input), context);
		report({ kind: 'answer', id, value: JSON.stringify(value) });
	} catch (error) {
		report({ kind: 'failure', id, error: errorLine(error) });
	}
}

function crash(error: unknown): void {
	report({ kind: 'crash', id: current.getStore(), error: errorLine(error), stack: error instanceof Error ? error.stack : undefined });
}
