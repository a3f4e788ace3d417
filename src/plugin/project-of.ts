import type { Routes } from '../webhook/source.ts';
import { knownOf } from './known.ts';
import type { Project } from './new/project.ts';
import { readRoutes } from './read-routes.ts';
import type { Options, Serverless } from './serverless.ts';

/** The user's project, as osls has read it. */
export function projectOf({ service: all, serviceDir, configurationFilename }: Serverless, options: Options): Project {
	const { provider, functions = {}, custom, service } = all;
	// osls leaves `--stage` where it came from.
	const stage = String(options.stage ?? provider.stage);
	return {
		folder: serviceDir,
		file: configurationFilename,
		service: { service, stage, timeout: provider.timeout ?? 6, webhook: custom?.webhook, functions },
		known: knownOf(serviceDir),
	};
}

/** @throws {Mistake} for the first thing in serverless.yml that can't be meant */
export function routesOf(serverless: Serverless, options: Options): Routes {
	const { service, known } = projectOf(serverless, options);
	return readRoutes(service, known);
}
