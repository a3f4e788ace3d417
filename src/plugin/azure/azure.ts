import { join } from 'node:path';
import { providers } from '../../providers/providers.ts';
import type { Routes } from '../../webhook/source.ts';
import { askSecret } from '../commands/ask-secret.ts';
import { askYes } from '../commands/ask-yes.ts';
import { describeDeployed } from '../commands/describe-deployed.ts';
import { openDesk } from '../commands/desk.ts';
import { inOneLine } from '../in-one-line.ts';
import { Mistake } from '../mistake.ts';
import { routesOf } from '../project-of.ts';
import type { Options, Serverless, Writers } from '../serverless.ts';
import { deploy } from './deploy.ts';
import { explaining } from './explain.ts';
import { info } from './info.ts';
import { logs } from './logs.ts';
import { packageApps, zipFile } from './package-apps.ts';
import { planOf } from './plan-of.ts';
import { readArtifacts } from './read-artifacts.ts';
import { refused, refusedInvoke } from './refused.ts';
import { remove } from './remove.ts';
import { functionSchema, providerSchema } from './schema.ts';
import { openStage } from './stage/stage.ts';
import { stagePlace } from './stage/stage-place.ts';
import { unkeptPace } from './unkept-pace.ts';

/** `provider: { name: azure }`. Listed before plugin.ts, whose `webhook` events are of the provider that it finds. */
export default class AzureProvider {
	readonly hooks: Readonly<Record<string, () => Promise<void>>>;
	/** By which osls leaves the plugin alone where `provider.name` is another. */
	readonly provider: AzureProvider;
	readonly #serverless: Serverless;
	readonly #options: Options;
	readonly #print: (text: string) => void;
	readonly #say: (line: string) => void;
	#deployed = false;

	static getProviderName(): string {
		return 'azure';
	}

	constructor(serverless: Serverless, options: Options, { log, writeText }: Writers) {
		this.#serverless = serverless;
		this.#options = options;
		this.#print = writeText;
		this.#say = (line) => log.notice(line);
		this.provider = this;
		serverless.setProvider('azure', this);
		serverless.configSchemaHandler.defineProvider('azure', { provider: providerSchema, function: functionSchema });
		const hooks: Record<string, () => Promise<unknown>> = {
			'before:package:createDeploymentArtifacts': () => this.#package(),
			'deploy:deploy': () => this.#deploy(),
			finalize: async () => (this.#deployed ? await this.#describe() : undefined),
			'info:info': () => info(this.#stage(), writeText),
			'logs:logs': () => logs(this.#stage(), options, writeText),
			'remove:remove': () => this.#remove(),
			'invoke:invoke': async () => {
				const { plan, flags } = this.#stage();
				throw refusedInvoke(options, plan, flags);
			},
			'invoke:local:invoke': async () => Promise.reject(refused('invoke local')),
			'deploy:function:deploy': async () => Promise.reject(refused('deploy function')),
			'rollback:rollback': async () => Promise.reject(refused('rollback')),
		};
		this.hooks = Object.fromEntries(Object.entries(hooks).map(([name, hook]) => [name, inOneLine(explaining(hook), serverless)]));
	}

	#routes(): Routes {
		return routesOf(this.#serverless, this.#options);
	}

	#stage() {
		return openStage(this.#serverless, this.#routes());
	}

	#folder(): string {
		const { package: folder } = this.#options;
		return typeof folder === 'string' ? folder : join(this.#serverless.serviceDir, '.serverless');
	}

	async #package(): Promise<void> {
		const { service, serviceDir } = this.#serverless;
		const { functions = {}, custom } = service;
		for (const line of unkeptPace(functions)) this.#say(line);
		const folder = this.#folder();
		await packageApps({ plan: planOf(service, this.#routes()), functions, serviceDir, folder, own: custom?.esbuild });
		// Else osls would make a zip of its own, of all files of the project.
		service.package = { ...service.package, artifact: join(folder, zipFile('functions')) };
	}

	async #deploy(): Promise<void> {
		const { clients, target, plan } = this.#stage();
		await deploy(clients, target, readArtifacts(this.#folder(), plan), this.#say);
		this.#deployed = true;
	}

	/** What `sls deploy` ends with. What is deployed is deployed, whether that can be told or not. */
	async #describe(): Promise<void> {
		try {
			const desk = { routes: this.#routes(), providers, print: this.#print, ask: askSecret, confirm: askYes };
			await describeDeployed(openDesk(desk, await stagePlace(this.#stage())));
		} catch (error) {
			this.#print(`\nWhere senders post to can't be told: ${error instanceof Mistake ? error.message : String(error)}`);
		}
	}

	async #remove(): Promise<void> {
		const { clients, target, plan } = this.#stage();
		await remove(clients, target, { throwAway: plan.settings.throwAway, say: this.#say });
	}
}
