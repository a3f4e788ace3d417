import { createLog } from '../../clouds/local/create-log.ts';
import type { Store } from '../../clouds/local/open-store.ts';
import { createSecrets } from '../../clouds/local/secrets.ts';
import { providers } from '../../providers/providers.ts';
import { keyOf, type Message } from '../../webhook/message.ts';
import type { Fields, Log } from '../../webhook/ports.ts';
import { defaultMaxBody, type Routes } from '../../webhook/source.ts';
import { traceIdOf } from '../../webhook/traceparent.ts';
import { deskOfRun } from '../inspector/desk-of-run.ts';
import { type Explainer, explainRefusals } from '../inspector/explain-refusals.ts';
import { openJournal } from '../inspector/journal.ts';
import { openInspector } from '../inspector/open-inspector.ts';
import { openLocalStore } from '../open-local-store.ts';
import { errorLine } from './error-line.ts';
import { type GatewayOptions, startGateway } from './gateway.ts';
import { takeListened } from './take-listened.ts';
import { startThreads, type ThreadsOptions } from './threads.ts';
import { urlOf } from './url-of.ts';
import { type QueueWork, workQueue } from './work-queue.ts';

export type LocalRunOptions = {
	readonly host: string;
	readonly port: number;
	readonly dataDir: string;
	/** What senders are told to post to; schemes that sign the URL verify this one. */
	readonly publicUrl: string;
	readonly routes: Routes;
	/** By their names in serverless.yml. */
	readonly functions: ThreadsOptions['functions'];
	/** The `httpApi` events of functions that are none of ours. */
	readonly httpApi: NonNullable<GatewayOptions['httpApi']>;
	/** Absent: there is none. */
	readonly inspectorPort?: number | undefined;
};

export type LocalRun = {
	readonly port: number;
	readonly inspector: { readonly url: string; readonly token: string } | undefined;
	/** New calls run what has been built since. */
	readonly reload: () => void;
	/** Takes no more requests and messages, lets running ones end, then closes the store. */
	readonly stop: () => Promise<void>;
};

/** Messages of one function that run at once, each in a thread of its own. */
export const concurrency = 4;
const drainMillis = 10_000;

/** Serves the routes on this machine. Rejects when the port is taken. */
export async function startLocalRun(options: LocalRunOptions): Promise<LocalRun> {
	const { host, port, dataDir, publicUrl, routes, functions, httpApi, inspectorPort } = options;
	const log = logOfRun();
	const journal = openJournal();
	let explainer: Explainer | undefined;
	const store = openLocalStore(dataDir);
	const threads = startThreads({
		functions,
		environment: { WEBHOOK_DATA_DIR: dataDir, WEBHOOK_PUBLIC_URL: publicUrl },
		limitPerFunction: concurrency,
		// What is still running by then has had its time.
		drain: 1_000,
		onWake: () => queue.wake(),
		onHeard: journal.heard,
		log,
	});
	const onError = (error: unknown) => log.error('The queue could not be worked on.', { error: String(error) });
	const onCrash = (message: Message, error: unknown) => {
		log.error('attempt crashed', describeCrash(message, error));
		journal.crashed(message, errorLine(error));
	};
	const queue = workQueue({ store, routes, threads, concurrency, onError, onCrash, onRun: journal.began });
	const gateway = await startGateway({
		host,
		port,
		routes: posted(routes),
		httpApi,
		invoke: threads.invoke,
		onExchange: (exchange) => {
			const seen = journal.exchanged(exchange);
			if (seen) explainer?.refused(exchange, seen);
		},
		log,
		bounds: { drain: drainMillis },
	});
	const desk = deskOfRun({ store, routes, dataDir, url: urlOf(host, gateway.port) });
	explainer = explainRefusals(desk, { log, onKnown: journal.changed });
	const cloud = { ...store, queue: wakingQueue(store, queue), secrets: createSecrets(dataDir), now: Date.now };
	const taking = (input: unknown) => takeListened(input, { cloud, routes, providers, log });
	const inspected = { store, journal, desk, explainer, dataDir, taking };
	const inspector = inspectorPort === undefined ? undefined : await openInspector({ ...inspected, port: inspectorPort });
	return {
		port: gateway.port,
		inspector,
		reload: () => threads.reload(),
		stop: async () => {
			await gateway.close();
			await queue.stop(drainMillis);
			await threads.stop();
			await inspector?.close();
			store.close();
		},
	};
}

/** What is sent here, and not in a function's thread, wakes the functions as well. */
function wakingQueue({ queue: own }: Store, { wake }: QueueWork): Store['queue'] {
	const send: Store['queue']['send'] = async (messages) => {
		await own.send(messages);
		wake();
	};
	return { ...own, send };
}

function describeCrash(message: Message, error: unknown): Fields {
	return {
		source: keyOf(message).source,
		'cloudevents.event_type': message.type,
		'cloudevents.event_id': message.id,
		'faas.name': message.function,
		detail: errorLine(error),
		trace_id: message.traceparent && traceIdOf(message.traceparent),
	};
}

function logOfRun(): Log {
	return createLog(
		() => 'hookport',
		(line) => process.stdout.write(line),
	);
}

/** Several routes may share one URL of one function. */
function posted({ routes, sources }: Routes): GatewayOptions['routes'] {
	const byPath = new Map(
		routes.flatMap((route) => {
			const { path, function: functionName, source } = route;
			return path === undefined ? [] : [[path, { path, functionName, maxBody: sources[source]?.maxBody ?? defaultMaxBody }] as const];
		}),
	);
	return [...byPath.values()];
}
