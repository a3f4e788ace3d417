import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { knownOf } from '../../../src/plugin/known.ts';
import { readRoutes } from '../../../src/plugin/read-routes.ts';
import type { Functions } from '../../../src/plugin/serverless.ts';
import type { Routes } from '../../../src/webhook/source.ts';
import { copyService, sls } from '../../../tests/plugin/aws/package-service.ts';
import type { CloudName } from '../deployment.ts';

const project = resolve(import.meta.dirname, '../../..');

const files: Readonly<Record<CloudName, string>> = {
	aws: 'serverless.yml',
	google: 'serverless.google.yml',
	azure: 'serverless.azure.yml',
	local: 'serverless.yml',
};

export type Packaged = {
	/** Where osls put what it packaged; nothing is packaged for the local run. */
	readonly folder: string;
	readonly routes: Routes;
};

export type Packages = { readonly read: (cloud: CloudName) => Promise<Packaged>; readonly remove: () => void };

/** The project's own configuration, packaged by `sls package` in a copy of it; each cloud when it is asked for. */
export function packageClouds(): Packages {
	const service = copyService();
	for (const file of Object.values(files)) cpSync(join(project, file), join(service.dir, file));
	const run = (...args: readonly string[]) => sls(service.dir, args, { AZURE_SUBSCRIPTION_ID: '' });
	return {
		read: async (cloud) => {
			const config = ['--config', files[cloud]];
			const packaged = cloud === 'local' ? '' : run('package', ...config);
			const [printed] = await Promise.all([run('print', '--format', 'json', ...config), packaged]);
			return { folder: join(service.dir, '.serverless'), routes: routesOf(printed, service.dir) };
		},
		remove: service.remove,
	};
}

type Printed = {
	readonly service: string;
	readonly provider: { readonly stage?: string; readonly timeout?: number };
	readonly custom?: { readonly webhook?: unknown };
	readonly functions?: Functions;
};

/** As the plugin reads them. */
function routesOf(printed: string, dir: string): Routes {
	// Sound because osls has checked the configuration before it prints it.
	const { service, provider, custom, functions = {} } = JSON.parse(printed.slice(printed.indexOf('{'))) as Printed;
	const { stage = 'dev', timeout = 6 } = provider;
	return readRoutes({ service, stage, timeout, webhook: custom?.webhook, functions }, knownOf(dir));
}

export function readJson(folder: string, file: string): unknown {
	return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}

/** The function that is simulated: the first that takes stored events; and the endpoint of its source. */
export function pairOf({ routes }: Routes): { readonly endpoint: string; readonly worker: string } {
	const taking = routes.find(({ type, ack }) => type !== undefined && ack === 'stored');
	const posted = routes.find(({ source, path }) => source === taking?.source && path !== undefined);
	if (!taking || !posted) throw new Error('serverless.yml: there is no function that takes stored events of a source with an endpoint');
	return { endpoint: posted.function, worker: taking.function };
}
