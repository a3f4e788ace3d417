import type { Routes } from '../webhook/source.ts';
import { cloudCondition } from './cloud-condition.ts';
import { esbuildOptions } from './esbuild-options.ts';
import { knownOf } from './known.ts';
import { Mistake } from './mistake.ts';
import { readRoutes } from './read-routes.ts';
import { custom, webhookEvent } from './schemas.ts';
import type { Serverless } from './serverless.ts';

/** The `webhook` event of serverless.yml, and what follows from it. Listed before serverless-esbuild, which reads its options when it initializes. */
export default class WebhookPlugin {
	readonly hooks: Readonly<Record<string, () => Promise<void>>>;
	readonly #serverless: Serverless;

	constructor(serverless: Serverless) {
		this.#serverless = serverless;
		serverless.configSchemaHandler.defineFunctionEvent(serverless.service.provider.name, 'webhook', webhookEvent);
		serverless.configSchemaHandler.defineCustomProperties(custom);
		this.hooks = { initialize: this.#inOneLine(() => this.#initialize()) };
	}

	async #initialize(): Promise<void> {
		const { service, serviceDir, processedInput } = this.#serverless;
		const condition = cloudCondition(processedInput.commands, service.provider.name, serviceDir);
		const routes = this.#readRoutes();
		if (condition !== undefined) service.custom = { ...service.custom, esbuild: esbuildOptions(condition, routes) };
	}

	#readRoutes(): Routes {
		const { service, serviceDir } = this.#serverless;
		const { provider, functions = {} } = service;
		return readRoutes(
			{ service: service.service, stage: provider.stage, timeout: provider.timeout ?? 6, webhook: service.custom?.webhook, functions },
			knownOf(serviceDir),
		);
	}

	/** A mistake of the user ends the command with its one line, and without a stack. */
	#inOneLine(hook: () => Promise<void>): () => Promise<void> {
		return async () => {
			try {
				await hook();
			} catch (error) {
				throw error instanceof Mistake ? new this.#serverless.classes.Error(error.message, 'WEBHOOK_MISTAKE') : error;
			}
		};
	}
}
