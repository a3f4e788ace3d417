import { randomUUID } from 'node:crypto';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { ThreadRequest } from '../../clouds/local/thread.ts';
import type { Log } from '../../webhook/ports.ts';
import { errorLine } from './error-line.ts';
import type { WorkerCall, WorkerInput, WorkerReport } from './worker.ts';

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

/** One thread of one function. Texts are JSON; undefined stands for itself. */
export type FunctionThread = {
	/** False once it takes no more calls: it is retired, or has ended. */
	readonly open: () => boolean;
	/** How deep the calls in it are nested in other functions' calls; undefined when none runs. */
	readonly depth: () => number | undefined;
	/** Rejects with one line. */
	readonly run: (input: string | undefined, depth: number) => Promise<string | undefined>;
	/** Takes no more calls, and ends with its last one. */
	readonly retire: () => void;
	readonly end: () => Promise<unknown>;
	/** Resolves when the thread is gone. */
	readonly ended: Promise<unknown>;
};

type Start = {
	readonly name: string;
	readonly target: ThreadFunction;
	readonly environment: Readonly<Record<string, string>>;
	readonly log: Pick<Log, 'error'> | undefined;
	readonly onRequest: (request: ThreadRequest, port: MessagePort, thread: FunctionThread) => void;
};

type Call = {
	readonly depth: number;
	readonly resolve: (value: string | undefined) => void;
	readonly reject: (error: Error) => void;
	timer?: NodeJS.Timeout;
};

/** Milliseconds for a bundle to load, as Lambda allows, before a call's own time starts. */
const startLimit = 10_000;
/** Milliseconds in which a thread whose event loop runs answers a ping. */
const pingLimit = 1_000;

export function startThread({ name, target, environment, log, onRequest }: Start): FunctionThread {
	const { worker, port } = startWorker(name, target, environment);
	const timeout = target.timeoutSeconds * 1_000;
	const calls = new Map<number, Call>();
	let open = true;
	let ready = false;
	let ids = 0;
	let ping: NodeJS.Timeout | undefined;

	const settle = (id: number, result: { value: string | undefined } | { error: string }) => {
		const call = calls.get(id);
		calls.delete(id);
		clearTimeout(call?.timer);
		if (!open && calls.size === 0) worker.terminate();
		if ('error' in result) call?.reject(new Error(result.error));
		else call?.resolve(result.value);
	};
	const failAll = (error: string) => {
		open = false;
		for (const id of [...calls.keys()]) settle(id, { error });
		worker.terminate();
	};
	const retire = () => {
		open = false;
		if (calls.size === 0) worker.terminate();
	};
	const arm = (id: number, call: Call) => {
		clearTimeout(call.timer);
		call.timer = setTimeout(expire, ready ? timeout : startLimit, id);
	};
	const expire = (id: number) => {
		open = false;
		settle(id, { error: `The function "${name}" did not answer within ${ready ? target.timeoutSeconds : startLimit / 1_000} s.` });
		// Others in this thread may still finish, unless the late one keeps the event loop for itself.
		if (calls.size === 0) return;
		ping ??= setTimeout(() => failAll(`The function "${name}" was ended: another call kept its thread busy.`), pingLimit);
		worker.postMessage('ping');
	};
	const crashed = ({ id, error, stack }: Extract<WorkerReport, { kind: 'crash' }>) => {
		log?.error('A function threw what nothing caught.', { 'faas.name': name, error, 'exception.stacktrace': stack });
		if (id === undefined) failAll(error);
		else settle(id, { error });
		retire();
	};
	const thread: FunctionThread = {
		open: () => open,
		depth: () => (calls.size === 0 ? undefined : Math.max(...[...calls.values()].map((call) => call.depth))),
		run: (input, depth) =>
			new Promise((resolve, reject) => {
				ids += 1;
				const call: Call = { depth, resolve, reject };
				calls.set(ids, call);
				arm(ids, call);
				worker.postMessage({ id: ids, input, requestId: randomUUID(), timeout } satisfies WorkerCall);
			}),
		retire,
		end: () => worker.terminate(),
		ended: new Promise((resolve) => worker.once('exit', resolve)),
	};
	const heard = (report: WorkerReport) => {
		switch (report.kind) {
			case 'ready':
				ready = true;
				for (const [id, call] of calls) arm(id, call);
				return;
			case 'pong':
				clearTimeout(ping);
				ping = undefined;
				return;
			case 'broken':
				return failAll(report.error);
			case 'crash':
				return crashed(report);
			case 'answer':
				return settle(report.id, { value: report.value });
			case 'failure':
				return settle(report.id, { error: report.error });
		}
	};
	worker.on('message', heard);
	worker.on('error', (error) => failAll(errorLine(error)));
	worker.on('exit', (code) => {
		clearTimeout(ping);
		failAll(`The function "${name}" ended its thread with code ${code}.`);
		port.close();
	});
	port.on('message', (request: ThreadRequest) => onRequest(request, port, thread));
	return thread;
}

function startWorker(name: string, { file, handler, environment }: ThreadFunction, shared: Readonly<Record<string, string>>) {
	const { port1, port2 } = new MessageChannel();
	const input: WorkerInput & { hookport: MessagePort } = { name, file, handler, hookport: port2 };
	const worker = new Worker(new URL('./worker.ts', import.meta.url), {
		env: { ...process.env, ...shared, ...environment, WEBHOOK_FUNCTION: name },
		workerData: input,
		transferList: [port2],
	});
	return { worker, port: port1 };
}
