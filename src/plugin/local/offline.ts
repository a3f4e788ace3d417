import { resolve } from 'node:path';
import { providers } from '../../providers/providers.ts';
import type { Routes } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import type { Options, Serverless } from '../serverless.ts';
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
	const host = typeof options.host === 'string' ? options.host : '127.0.0.1';
	const functions = service.functions ?? {};
	const httpApi = takeHttpEvents(functions);
	let reload = () => {};

	const prepare = async () => {
		await readFreePort('httpPort', 3000);
		const lambdaPort = options.lambdaPort === undefined ? await freePort(host) : await readFreePort('lambdaPort', 0);
		service.custom = {
			...service.custom,
			'serverless-offline': { host, lambdaPort, ...readCustom(service.custom?.['serverless-offline']) },
		};
	};
	const readFreePort = async (name: string, usual: number): Promise<number> => {
		const port = readPort(options, name) ?? usual;
		if ((await freePort(host, port)) !== undefined) return port;
		throw new Mistake(`Port ${port} is taken. Choose another: npm start -- --${name} ${port + 1}`);
	};
	const serve = async (print: (text: string) => void) => {
		const madeUp = makeUpSecrets(Object.values(routes.sources), providers, dataDir);
		const folder = resolve(serviceDir, String(readCustom(service.custom?.['serverless-offline']).location));
		const port = readPort(options, 'httpPort') ?? 3000;
		const url = `http://${host === '127.0.0.1' ? 'localhost' : host}:${port}`;
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
		print(describeRun({ routes, url, dataDir, madeUp }));
		await untilStopped();
		await run.stop();
	};
	return { prepare, serve, reload: () => reload() };
}

function readCustom(custom: unknown): Readonly<Record<string, unknown>> {
	return typeof custom === 'object' && custom !== null ? { ...custom } : {};
}
