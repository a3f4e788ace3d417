import { providers } from '../providers/providers.ts';
import { applyAws } from './aws/apply.ts';
import { checkSize } from './aws/limits.ts';
import { nameSweep } from './aws/name-sweep.ts';
import { singleDependencies } from './aws/single-dependencies.ts';
import { stageHooks } from './aws/stage/stage-hooks.ts';
import { checkListed } from './check-listed.ts';
import { cloudCondition } from './cloud-condition.ts';
import { askSecret } from './commands/ask-secret.ts';
import { askYes } from './commands/ask-yes.ts';
import { commands } from './commands/commands.ts';
import { described } from './commands/described.ts';
import { openDesk } from './commands/desk.ts';
import { endWithReader } from './commands/end-with-reader.ts';
import { isPiped } from './commands/is-piped.ts';
import { endOncePrinted, endProcess, watchEsbuild } from './end-process.ts';
import { esbuildOptions } from './esbuild-options.ts';
import { failedBuild } from './failed-build.ts';
import { inOneLine } from './in-one-line.ts';
import { inTurn } from './local/in-turn.ts';
import { type Offline, offline } from './local/offline.ts';
import { quiet } from './local/quiet.ts';
import { loadEnv } from './local/settings.ts';
import { placeOf } from './place-of.ts';
import { projectOf, routesOf } from './project-of.ts';
import { routesModule } from './routes-module.ts';
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
		watchEsbuild();
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
					endOncePrinted();
					throw error;
				});
				endProcess(0);
			},
			'after:offline:functionsUpdated:cleanup': async () => this.#offline?.reload(),
			'after:aws:package:finalize:mergeCustomProviderResources': async () => this.#finishTemplate(),
			...stageHooks(serverless, { options, readRoutes: () => routesOf(serverless, options), print: writeText }),
			...Object.fromEntries(
				Object.keys(commands).map((name) => [`webhook:${name.replace(' ', ':')}:run`, () => this.#command(name, writeText)]),
			),
		};
		const ownLines = Object.entries(hooks).map(([name, hook]) => [name, inOneLine(hook, serverless)] as const);
		this.hooks = { ...Object.fromEntries(ownLines), error: async (failure) => failedBuild(failure) };
	}

	async #initialize(): Promise<void> {
		const { service, serviceDir, processedInput } = this.#serverless;
		const condition = cloudCondition(processedInput.commands, service.provider.name, serviceDir);
		const routes = routesOf(this.#serverless, this.#options);
		if (condition === 'local') {
			loadEnv(serviceDir);
			this.#offline = offline(this.#serverless, this.#options, routes);
		}
		if (condition === undefined) return nameSweep(this.#serverless, routes);
		// The others bundle by themselves: serverless-esbuild knows AWS only.
		if (condition !== 'local' && condition !== 'aws') return checkListed(condition, this.#serverless);
		if (condition === 'aws') applyAws(this.#serverless, routes);
		const plugins = [routesModule(routes, service.functions)];
		service.custom = { ...service.custom, esbuild: { ...esbuildOptions(condition, routes, service.custom?.esbuild), plugins } };
	}

	async #command(name: string, print: (line: string) => void): Promise<void> {
		endWithReader(process.stdout, process.exit);
		const routes = routesOf(this.#serverless, this.#options);
		const { run, beforeDeploy = false } = commands[name] ?? {};
		const place = await placeOf(this.#serverless, { options: this.#options, routes, beforeDeploy });
		await run?.(
			this.#options as Readonly<Record<string, never>>,
			openDesk({ routes, providers, print, ask: askSecret, confirm: askYes, piped: isPiped }, place),
			projectOf(this.#serverless, this.#options),
		);
	}

	#finishTemplate(): void {
		const { provider, functions = {} } = this.#serverless.service;
		const { Resources = {} } = provider.compiledCloudFormationTemplate ?? {};
		singleDependencies(Resources);
		checkSize(Resources, Object.keys(functions));
	}
}
