import type { MessagePort } from 'node:worker_threads';
import type { LogEntry } from '../../clouds/local/create-log.ts';
import type { ThreadRequest } from '../../clouds/local/thread.ts';
import type { Log } from '../../webhook/ports.ts';
import { errorLine } from './error-line.ts';
import { startWorker, type ThreadFunction } from './start-worker.ts';
import type { WorkerCall, WorkerReport } from './worker.ts';

/** One thread of one function. Texts are JSON; undefined stands for itself. */
export type FunctionThread = {
	/** False once it takes no more calls: it is retired, or has ended. */
	readonly open: () => boolean;
	/** How deep the calls in it are nested in other functions' calls; undefined when none runs. */
	readonly depth: () => number | undefined;
	/** Whose call it runs; that of the latest, where it runs several. */
	readonly requestId: () => string | undefined;
	/** Rejects with one line. */
	readonly run: (input: string | undefined, place: CallPlace) => Promise<string | undefined>;
	/** Takes no more calls, and ends with its last one. */
	readonly retire: () => void;
	readonly end: () => Promise<unknown>;
	/** Resolves when the thread is gone. */
	readonly ended: Promise<unknown>;
};

/** Where a call comes from: how deep it is nested in other functions' calls, and the request that they are all made for. */
export type CallPlace = { readonly depth: number; readonly requestId: string };

/** What the code of a call wrote: a line, or a line of the log by its parts. */
export type Heard = { readonly requestId: string } & ({ readonly line: string } | { readonly entry: LogEntry });

type Start = {
	readonly name: string;
	readonly target: ThreadFunction;
	readonly environment: Readonly<Record<string, string>>;
	readonly log: Pick<Log, 'error'> | undefined;
	readonly onHeard?: ((heard: Heard) => void) | undefined;
	readonly onRequest: (request: ThreadRequest, port: MessagePort, thread: FunctionThread) => void;
};

type Call = CallPlace & {
	readonly resolve: (value: string | undefined) => void;
	readonly reject: (error: Error) => void;
	timer?: NodeJS.Timeout;
};

/** Milliseconds for a bundle to load, as Lambda allows, before a call's own time starts. */
const startLimit = 10_000;
/** Milliseconds in which a thread whose event loop runs answers a ping. */
const pingLimit = 1_000;

export function startThread({ name, target, environment, log, onHeard, onRequest }: Start): FunctionThread {
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
		requestId: () => [...calls.values()].at(-1)?.requestId,
		run: (input, place) =>
			new Promise((resolve, reject) => {
				ids += 1;
				const call: Call = { ...place, resolve, reject };
				calls.set(ids, call);
				arm(ids, call);
				worker.postMessage({ id: ids, input, requestId: place.requestId, timeout } satisfies WorkerCall);
			}),
		retire,
		end: () => worker.terminate(),
		ended: new Promise((resolve) => worker.once('exit', resolve)),
	};
	const overheard = ({ id, ...said }: Extract<WorkerReport, { kind: 'line' | 'logged' }>) => {
		const { requestId } = calls.get(id ?? 0) ?? {};
		if (requestId !== undefined) onHeard?.({ requestId, ...said });
	};
	const heard = (report: WorkerReport) => {
		switch (report.kind) {
			case 'line':
			case 'logged':
				return overheard(report);
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
