import { join } from 'node:path';
import type { Routes } from '../../webhook/source.ts';
import { splitHandler } from '../check-handler.ts';
import type { Environment, Functions } from '../serverless.ts';
import type { ThreadsOptions } from './threads.ts';

type Built = {
	readonly functions: Functions;
	/** The environment that serverless.yml gives to all functions. */
	readonly environment: Environment;
	readonly routes: Routes;
	/** The folder of the bundles. */
	readonly folder: string;
};

/** How each function runs in a thread: its bundle, its environment, its time. */
export function threadFunctions({ functions, environment, routes, folder }: Built): ThreadsOptions['functions'] {
	const endpoints = new Set(routes.routes.flatMap((route) => (route.type === undefined ? [route.function] : [])));
	return Object.fromEntries(
		Object.entries(functions).map(([name, config]) => {
			const { module, exported: handler } = splitHandler(config.handler ?? '');
			return [
				name,
				{
					file: join(folder, `${module}.cjs`),
					handler,
					environment: plain({ ...environment, ...config.environment }),
					timeoutSeconds: routes.timeouts[name] ?? 6,
					kind: endpoints.has(name) ? 'endpoint' : 'function',
				},
			] as const;
		}),
	);
}

/** Without what only a cloud can say (`Ref`, `Fn::GetAtt`); the shell and `.env` win, because they are this machine's. */
function plain(environment: Environment): Readonly<Record<string, string>> {
	const entries = Object.entries(environment).filter(([name, value]) => typeof value !== 'object' && process.env[name] === undefined);
	return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
