import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { WorkerInput } from './worker.ts';

export type ThreadFunction = {
	/** A CommonJS bundle, with its whole path. */
	readonly file: string;
	/** The name of its export. */
	readonly handler: string;
	readonly environment: Readonly<Record<string, string>>;
	readonly timeoutSeconds: number;
	/** An endpoint's thread takes many calls at once; a function's takes one at a time. */
	readonly kind: 'endpoint' | 'function';
};

/** The thread of a function, and the port at which it asks for what the main thread does. */
export function startWorker(name: string, { file, handler, environment }: ThreadFunction, shared: Readonly<Record<string, string>>) {
	const { port1, port2 } = new MessageChannel();
	const input: WorkerInput & { hookport: MessagePort } = { name, file, handler, hookport: port2 };
	const worker = new Worker(new URL('./worker.ts', import.meta.url), {
		env: { ...process.env, ...shared, ...environment, WEBHOOK_FUNCTION: name },
		workerData: input,
		transferList: [port2],
	});
	return { worker, port: port1 };
}
