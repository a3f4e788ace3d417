import { AwsError } from '../clouds/aws/aws-error.ts';
import { providers } from '../providers/providers.ts';
import type { Routes } from '../webhook/source.ts';
import { applyAws } from './aws/apply.ts';
import { checkSize } from './aws/limits.ts';
import { nameSweep } from './aws/name-sweep.ts';
import { singleDependencies } from './aws/single-dependencies.ts';
import { stageHooks } from './aws/stage/stage-hooks.ts';
import { cloudCondition } from './cloud-condition.ts';
import { askSecret } from './commands/ask-secret.ts';
import { askYes } from './commands/ask-yes.ts';
import { commands } from './commands/commands.ts';
import { described } from './commands/described.ts';
import { openDesk } from './commands/desk.ts';
import { endWithReader } from './commands/end-with-reader.ts';
import { esbuildOptions } from './esbuild-options.ts';
import { exitOncePrinted } from './exit-once-printed.ts';
import { failedBuild } from './failed-build.ts';
import { knownOf } from './known.ts';
import { inTurn } from './local/in-turn.ts';
import { type Offline, offline } from './local/offline.ts';
import { quiet } from './local/quiet.ts';
import { loadEnv } from './local/settings.ts';
import { Mistake } from './mistake.ts';
import type { Project } from './new/project.ts';
import { placeOf } from './place-of.ts';
import { readRoutes } from './read-routes.ts';
import { custom, webhookEvent } from './schemas.ts';
import type { Options, Serverless, Writers } from './serverless.ts';

/** The `webhook` event of serverless.yml, and what follows from it. Listed before serverless-esbuild, which reads its options when it initializes. */
export default class WebhookPlugin {
	readonly commands = { webhook: { usage: 'Works with webhook deliveries', type: 'container', commands: described(commands) } };
	readonly hooks: Readonly<Record<string, (failure?: unknown) => Promise<void>>>;
	readonly #serverless: Serverless;
	readonly #options: Options;
	#offline: Offline | undefined;
	#unquiet = () => {};

	constructor(serverless: Serverless, options: Options, { log, writeText }: Writers) {
		this.#serverless = serverless;
		this.#options = options;
		serverless.configSchemaHandler.defineFunctionEvent(serverless.service.provider.name, 'webhook', webhookEvent);
		serverless.configSchemaHandler.defineCustomProperties(custom);
		const hooks: Record<string, () => Promise<unknown> | undefined> = {
			initialize: () => this.#initialize(),
			// `sls offline` becomes `sls offline start`, whose events come one by one: `init` builds, and once it is `ready` we serve.
			'before:offline:start': () => serverless.pluginManager.spawn('offline:start'),
			'before:offline:start:init': async () => {
				await this.#offline?.prepare();
				// serverless-esbuild builds at each save, and esbuild lets a build that runs stand for one that is asked for meanwhile.
				for (const plugin of serverless.pluginManager.plugins) if (plugin.bundle) plugin.bundle = inTurn(plugin.bundle);
				if (!options.verbose && !options.debug) this.#unquiet = quiet(log.notice, 'serverless-offline');
			},
			'offline:start:ready': async () => {
				this.#unquiet();
				await this.#offline?.serve(writeText).catch((error: unknown) => {
					exitOncePrinted();
					throw error;
				});
				process.exit(0);
			},
			'after:offline:functionsUpdated:cleanup': async () => this.#offline?.reload(),
			'after:aws:package:finalize:mergeCustomProviderResources': async () => this.#finishTemplate(),
			...stageHooks(serverless, { options, readRoutes: () => this.#readRoutes(), print: writeText }),
			...Object.fromEntries(
				Object.keys(commands).map((name) => [`webhook:${name.replace(' ', ':')}:run`, () => this.#command(name, writeText)]),
			),
		};
		const inOneLine = Object.entries(hooks).map(([name, hook]) => [name, this.#inOneLine(hook)] as const);
		this.hooks = { ...Object.fromEntries(inOneLine), error: async (failure) => failedBuild(failure) };
	}

	async #initialize(): Promise<void> {
		const { service, serviceDir, processedInput } = this.#serverless;
		const condition = cloudCondition(processedInput.commands, service.provider.name, serviceDir);
		const routes = this.#readRoutes();
		if (condition === 'local') {
			loadEnv(serviceDir);
			this.#offline = offline(this.#serverless, this.#options, routes);
		}
		if (condition === undefined) return nameSweep(this.#serverless, routes);
		if (condition === 'aws') applyAws(this.#serverless, routes);
		service.custom = { ...service.custom, esbuild: esbuildOptions(condition, routes, service.custom?.esbuild) };
	}

	async #command(name: string, print: (line: string) => void): Promise<void> {
		endWithReader(process.stdout, process.exit);
		const routes = this.#readRoutes();
		const { run, beforeDeploy = false } = commands[name] ?? {};
		const place = await placeOf(this.#serverless, { options: this.#options, routes, beforeDeploy });
		await run?.(
			this.#options as Readonly<Record<string, never>>,
			openDesk({ routes, providers, print, ask: askSecret, confirm: askYes }, place),
			this.#project(),
		);
	}

	#finishTemplate(): void {
		const { provider, functions = {} } = this.#serverless.service;
		const { Resources = {} } = provider.compiledCloudFormationTemplate ?? {};
		singleDependencies(Resources);
		checkSize(Resources, Object.keys(functions));
	}

	#readRoutes(): Routes {
		const { service, known } = this.#project();
		return readRoutes(service, known);
	}

	#project(): Project {
		const { service, serviceDir, configurationFilename } = this.#serverless;
		const { provider, functions = {} } = service;
		// osls leaves `--stage` where it came from.
		const stage = String(this.#options.stage ?? provider.stage);
		return {
			folder: serviceDir,
			file: configurationFilename,
			service: { service: service.service, stage, timeout: provider.timeout ?? 6, webhook: service.custom?.webhook, functions },
			known: knownOf(serviceDir),
		};
	}

	/** A mistake of the user ends the command with its one line, and without a stack. */
	#inOneLine(hook: () => Promise<unknown> | undefined): () => Promise<void> {
		return async () => {
			try {
				await hook();
			} catch (error) {
				throw error instanceof Mistake || error instanceof AwsError
					? new this.#serverless.classes.Error(error.message, 'WEBHOOK_MISTAKE')
					: error;
			}
		};
	}
}
