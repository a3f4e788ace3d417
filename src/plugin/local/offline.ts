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
import { dataDirOf, readPort } from './settings.ts';
import { takeHttpEvents } from './take-http-events.ts';
import { threadFunctions } from './thread-functions.ts';
import { untilStopped } from './until-stopped.ts';

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
	const dataDir = dataDirOf(serviceDir);
	const given = { ...readCustom(service.custom?.['serverless-offline']), ...options };
	const host = typeof given.host === 'string' ? given.host : '127.0.0.1';
	const port = readPort(given, 'httpPort') ?? 3000;
	const functions = service.functions ?? {};
	const httpApi = takeHttpEvents(functions);
	let lambdaPort: number | undefined;
	let reload = () => {};

	const prepare = async () => {
		await checkFree(host, port, 'httpPort');
		const wanted = readPort(given, 'lambdaPort');
		lambdaPort = wanted === undefined ? await freePort(host) : await checkFree(host, wanted, 'lambdaPort');
		openLocalStore(dataDir).close();
		service.custom = {
			...service.custom,
			'serverless-offline': { ...readCustom(service.custom?.['serverless-offline']), host, lambdaPort },
		};
	};
	const serve = async (print: (text: string) => void) => {
		const madeUp = makeUpSecrets(Object.values(routes.sources), providers, dataDir);
		const folder = resolve(serviceDir, String(readCustom(service.custom?.['serverless-offline']).location));
		const url = urlOf(host, port);
		const run = await startLocalRun({
			host,
			port,
			dataDir,
			publicUrl: process.env.WEBHOOK_PUBLIC_URL || url,
			routes,
			functions: threadFunctions({ functions, environment: service.provider.environment ?? {}, routes, folder }),
			httpApi,
		});
		reload = run.reload;
		const forget = announceRun(dataDir, url);
		print(describeRun({ routes, url, lambdaUrl: urlOf(host, lambdaPort ?? 0), dataDir, madeUp }));
		await untilStopped();
		forget();
		await run.stop();
	};
	return { prepare, serve, reload: () => reload() };
}

async function checkFree(host: string, port: number, name: string): Promise<number> {
	if ((await freePort(host, port)) !== undefined) return port;
	throw new Mistake(`Port ${port} is taken. Choose another: npm start -- --${name} ${port < 65_535 ? port + 1 : port - 1}`);
}

/** Where this machine itself finds it. */
function urlOf(host: string, port: number): string {
	const name = ['127.0.0.1', '0.0.0.0', '::'].includes(host) ? 'localhost' : host;
	return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function readCustom(custom: unknown): Readonly<Record<string, unknown>> {
	return typeof custom === 'object' && custom !== null ? { ...custom } : {};
}
