import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isDue } from './is-due.ts';
import type { QueueService } from './queue-service.ts';
import type { Registered } from './rpc.ts';
import { serveHttp } from './serve-http.ts';
import { type AppProcess, startApp } from './start-app.ts';
import { pollQueue, type QueueSettings, type QueueTrigger } from './watch-queue.ts';

export type HostOptions = {
	/** An unzipped package. */
	readonly folder: string;
	/** The app settings. */
	readonly env: Readonly<Record<string, string>>;
	/** 0 takes a free one. */
	readonly port?: number;
	/** Of the account behind `AzureWebJobsStorage`. */
	readonly queues?: QueueService;
	readonly onLine?: (line: string) => void;
};

export type Host = {
	readonly port: number;
	readonly functions: readonly Registered[];
	/** Runs what is in the queues now, until nothing is visible, and says how many messages there were. */
	readonly settle: () => Promise<number>;
	/** Runs the timer triggers, whatever their schedule says. */
	readonly tick: () => Promise<void>;
	/** Polls the queues and runs the timers by themselves, as the host does. */
	readonly run: () => void;
	readonly close: () => Promise<void>;
};

/** Between two looks at queues that had nothing. */
const pollMillis = 250;

/**
 * Stands for the Azure Functions host, as far as HTTP, queue and timer triggers of the Node.js worker go. It follows the host's and worker's own sources (named in each file) and
 * https://learn.microsoft.com/azure/azure-functions/functions-reference-node; what those don't say it refuses rather than guesses.
 */
export async function startHost({ folder, env, port = 0, queues, onLine = () => {} }: HostOptions): Promise<Host> {
	const { routePrefix, settings } = readHostJson(folder);
	const app = await startApp({ folder, env: { AzureWebJobsScriptRoot: folder, ...env }, onLine });
	const onFailure = (name: string, error: string) => onLine(`Executed 'Functions.${name}' (Failed): ${error}`);
	const http = await serveHttp({ app, port, routePrefix, onFailure });
	const triggers = app.functions.flatMap(queueOf);
	const poll = async () => {
		if (queues === undefined) return 0;
		const counts = await Promise.all(triggers.map((each) => pollQueue(each, { app, service: queues, settings, onFailure })));
		return counts.reduce((sum, count) => sum + count, 0);
	};
	const tick = (due = (_: string) => true) => Promise.all(app.functions.map((each) => runTimer(each, { app, due, onFailure })));
	const stopping = new AbortController();
	return {
		port: http.port,
		functions: app.functions,
		settle: async () => {
			for (let all = 0; ; ) {
				const some = await poll();
				if (some === 0) return all;
				all += some;
			}
		},
		tick: async () => void (await tick()),
		run: () => {
			keep(stopping.signal, pollMillis, async () => void (await poll()));
			let seen = Date.now();
			keep(stopping.signal, 1000, async () => {
				const now = Date.now();
				const seconds = secondsBetween(seen, now);
				seen = now;
				await tick((schedule) => seconds.some((at) => isDue(schedule, at)));
			});
		},
		close: async () => {
			stopping.abort();
			await http.close();
			await app.close();
		},
	};
}

/** Again and again, one after the other. A failure is for the next round. */
async function keep(signal: AbortSignal, millis: number, work: () => Promise<void>): Promise<void> {
	while (!signal.aborted) {
		await work().catch(() => {});
		await pause(millis, undefined, { signal }).catch(() => {});
	}
}

/** The whole seconds after one time and up to another. */
function secondsBetween(after: number, upTo: number): readonly Date[] {
	const first = Math.floor(after / 1000) + 1;
	return Array.from({ length: Math.max(0, Math.floor(upTo / 1000) - first + 1) }, (_, index) => new Date((first + index) * 1000));
}

function queueOf({ name, bindings }: Registered): readonly QueueTrigger[] {
	return Object.entries(bindings).flatMap(([binding, { type, queueName }]) =>
		type === 'queueTrigger' && queueName !== undefined ? [{ name, binding, queue: queueName }] : [],
	);
}

type Timing = {
	readonly app: AppProcess;
	readonly due: (schedule: string) => boolean;
	readonly onFailure: (name: string, error: string) => void;
};

async function runTimer({ name, bindings }: Registered, { app, due, onFailure }: Timing): Promise<void> {
	const [binding, timer] = Object.entries(bindings).find(([, { type }]) => type === 'timerTrigger') ?? [];
	if (binding === undefined || !due(timer?.schedule ?? '')) return;
	const data = { json: JSON.stringify({ Schedule: { AdjustForDST: true }, IsPastDue: false }) };
	await app
		.invoke(name, { inputData: [{ name: binding, data }], triggerMetadata: {} })
		.catch((error: unknown) => onFailure(name, error instanceof Error ? error.message : String(error)));
}

type HostJson = {
	readonly extensions?: { readonly http?: { readonly routePrefix?: string }; readonly queues?: Readonly<Record<string, unknown>> };
};

/** https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue#hostjson-properties */
function readHostJson(folder: string): { readonly routePrefix: string; readonly settings: QueueSettings } {
	const { extensions = {} } = JSON.parse(readFileSync(join(folder, 'host.json'), 'utf8')) as HostJson;
	const { batchSize = 16, maxDequeueCount = 5, visibilityTimeout = '00:00:00', messageEncoding = 'base64' } = extensions.queues ?? {};
	const [hours = 0, minutes = 0, seconds = 0] = String(visibilityTimeout).split(':').map(Number);
	return {
		routePrefix: extensions.http?.routePrefix ?? 'api',
		settings: {
			batchSize: Number(batchSize),
			maxDequeueCount: Number(maxDequeueCount),
			visibilitySeconds: hours * 3600 + minutes * 60 + seconds,
			encoding: messageEncoding === 'base64' ? 'base64' : 'none',
		},
	};
}
