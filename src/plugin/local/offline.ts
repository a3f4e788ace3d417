import { resolve } from 'node:path';
import { providers } from '../../providers/providers.ts';
import type { Routes } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import { openLocalStore } from '../open-local-store.ts';
import type { Options, Serverless } from '../serverless.ts';
import { announceRun } from './announce-run.ts';
import { describeRun } from './describe-run.ts';
import { freePort } from './free-port.ts';
import { startLocalRun } from './local-run.ts';
import { makeUpSecrets } from './made-up-secrets.ts';
import { dataDirOf, readInspectorPort, readPort } from './settings.ts';
import { takeHttpEvents } from './take-http-events.ts';
import { threadFunctions } from './thread-functions.ts';
import { untilStopped } from './until-stopped.ts';
import { urlOf } from './url-of.ts';

export type Offline = {
	/** Before the build: what can be refused is refused here. */
	readonly prepare: () => Promise<void>;
	/** Serves, and resolves once it was asked to end and has ended. */
	readonly serve: (print: (text: string) => void) => Promise<void>;
	readonly reload: () => void;
};

/** The local run behind `sls offline`. serverless-offline keeps its Lambda port; HTTP, threads, queue and store are ours. */
export function offline(serverless: Serverless, options: Options, routes: Routes): Offline {
	const { service, serviceDir } = serverless;
	const place = readPlace({ ...readCustom(service.custom?.['serverless-offline']), ...options }, dataDirOf(serviceDir));
	const functions = service.functions ?? {};
	const httpApi = takeHttpEvents(functions);
	let lambdaPort = 0;
	let reload = () => {};

	const prepare = async () => {
		lambdaPort = await checkPlace(place);
		const custom = { ...readCustom(service.custom?.['serverless-offline']), host: loopback, lambdaPort };
		service.custom = { ...service.custom, 'serverless-offline': custom };
		// The Lambda port takes calls that nobody signed. It stays on this machine, whatever --host opens the gateway to; the options are shared with serverless-offline.
		Object.assign(options, { host: loopback });
	};
	const serve = async (print: (text: string) => void) => {
		const { host, port, dataDir } = place;
		const madeUp = makeUpSecrets(Object.values(routes.sources), providers, dataDir);
		const folder = resolve(serviceDir, String(readCustom(service.custom?.['serverless-offline']).location));
		const threads = threadFunctions({ functions, environment: service.provider.environment ?? {}, routes, folder });
		const url = urlOf(host, port);
		const publicUrl = process.env.WEBHOOK_PUBLIC_URL || url;
		const inspectorPort = readInspectorPort(process.env.WEBHOOK_INSPECTOR_PORT);
		const run = await startLocalRun({ host, port, dataDir, publicUrl, routes, functions: threads, httpApi, inspectorPort });
		reload = run.reload;
		const forget = announceRun(dataDir, url, run.inspector?.url);
		print(describeRun({ routes, url, inspector: run.inspector, lambdaUrl: urlOf(loopback, lambdaPort), dataDir, madeUp }));
		await untilStopped();
		forget();
		await run.stop();
	};
	return { prepare, serve, reload: () => reload() };
}

const loopback = '127.0.0.1';

type Place = { readonly host: string; readonly port: number; readonly lambdaPort: number | undefined; readonly dataDir: string };

function readPlace(given: Readonly<Record<string, unknown>>, dataDir: string): Place {
	const host = typeof given.host === 'string' ? given.host : loopback;
	return { host, port: readPort(given, 'httpPort') ?? 3000, lambdaPort: readPort(given, 'lambdaPort'), dataDir };
}

/** Returns the Lambda port, which is any free one unless it is given. */
async function checkPlace({ host, port, lambdaPort, dataDir }: Place): Promise<number> {
	await checkFree(host, port, 'httpPort');
	openLocalStore(dataDir).close();
	return lambdaPort === undefined ? ((await freePort(loopback)) ?? 0) : await checkFree(loopback, lambdaPort, 'lambdaPort');
}

async function checkFree(host: string, port: number, name: string): Promise<number> {
	if ((await freePort(host, port)) !== undefined) return port;
	throw new Mistake(`Port ${port} is taken. Choose another: npm start -- --${name} ${port < 65_535 ? port + 1 : port - 1}`);
}

function readCustom(custom: unknown): Readonly<Record<string, unknown>> {
	return typeof custom === 'object' && custom !== null ? { ...custom } : {};
}
