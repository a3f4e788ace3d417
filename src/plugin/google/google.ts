import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { providers } from '../../providers/providers.ts';
import { askSecret } from '../commands/ask-secret.ts';
import { askYes } from '../commands/ask-yes.ts';
import { describeDeployed } from '../commands/describe-deployed.ts';
import { openDesk } from '../commands/desk.ts';
import { inOneLine } from '../in-one-line.ts';
import { routesOf } from '../project-of.ts';
import type { Options } from '../serverless.ts';
import { createGoogle } from './clients.ts';
import { deploy } from './deploy/deploy.ts';
import type { Asking } from './deploy/deploying.ts';
import { info } from './info.ts';
import { invoke } from './invoke.ts';
import { logs } from './logs.ts';
import { type Osls, type OslsWriters, textOption } from './osls.ts';
import { packageStage, readPackaged } from './package-stage.ts';
import { planOf } from './plan-of.ts';
import { remove } from './remove.ts';
import { rollback, rollbackFunction } from './rollback.ts';
import { schema } from './schemas.ts';
import { openStage } from './stage/open-stage.ts';
import { stagePlace } from './stage/stage-place.ts';

type Asked = Omit<Asking, 'zipOf'> & { readonly options: Options };

/** The provider `google` of serverless.google.yml: Cloud Run functions, Pub/Sub, Firestore, Cloud Storage, Secret Manager. osls itself knows AWS only. */
export default class GooglePlugin {
	readonly provider = this;
	readonly hooks: Readonly<Record<string, () => Promise<void>>>;
	readonly #serverless: Osls;
	readonly #options: Options;
	readonly #writers: OslsWriters;

	static getProviderName(): string {
		return 'google';
	}

	constructor(serverless: Osls, options: Options, writers: OslsWriters) {
		this.#serverless = serverless;
		this.#options = options;
		this.#writers = writers;
		serverless.setProvider('google', this);
		serverless.configSchemaHandler.defineProvider('google', schema);
		const hooks: Readonly<Record<string, () => Promise<unknown>>> = {
			'before:package:createDeploymentArtifacts': () => this.#package(),
			'deploy:deploy': () => this.#working((asked) => deploy({ ...asked, ...readPackaged(this.#folder(), asked.plan) })),
			'deploy:finalize': () => this.#describe(),
			'info:info': () => info(this.#asked(), writers.writeText),
			'invoke:invoke': () => invoke(this.#asked(), writers.writeText),
			'logs:logs': () => logs(this.#asked(), writers.writeText),
			'remove:remove': () => this.#working((asked) => remove({ ...asked, zipOf: () => Buffer.alloc(0) })),
			'rollback:rollback': () => rollback(textOption(options, 'timestamp'), this.#asked()),
			'rollback:function:rollback': () => this.#rollbackFunction(),
		};
		const own = Object.entries(hooks).map(([name, hook]) => [name, inOneLine(hook, serverless)] as const);
		this.hooks = Object.fromEntries(own);
	}

	#folder(): string {
		return resolve(this.#serverless.serviceDir, textOption(this.#options, 'package') ?? '.serverless');
	}

	async #package(): Promise<void> {
		const { service, serviceDir } = this.#serverless;
		const routes = routesOf(this.#serverless, this.#options);
		const plan = planOf(service, routes);
		await packageStage(plan, this.#folder(), { serviceDir, routes, own: service.custom?.esbuild });
		// osls would zip the whole folder.
		for (const [name, config] of Object.entries(service.functions ?? {}))
			Object.assign(config, { package: { artifact: join(this.#folder(), `${name}.zip`) } });
	}

	#asked(): Asked {
		const plan = planOf(this.#serverless.service, routesOf(this.#serverless, this.#options));
		const { writeText: print } = this.#writers;
		return { plan, google: createGoogle({ project: plan.project }), options: this.#options, print, wait: setTimeout, now: Date.now };
	}

	/** Shows what is being done while it is. */
	async #working(work: (asked: Asked & { readonly progress: (title: string) => void }) => Promise<void>): Promise<void> {
		const shown = this.#writers.progress.create({ name: 'hookport-google', message: 'Asking Google' });
		try {
			await work({ ...this.#asked(), progress: (title) => shown.update(title) });
		} finally {
			shown.remove();
		}
	}

	async #rollbackFunction(): Promise<void> {
		const [name = '', version = ''] = ['function', 'function-version'].map((each) => textOption(this.#options, each));
		await rollbackFunction(name, version, this.#asked());
	}

	async #describe(): Promise<void> {
		const routes = routesOf(this.#serverless, this.#options);
		const { writeText: print } = this.#writers;
		try {
			const place = await stagePlace(openStage(this.#serverless, routes));
			await describeDeployed(openDesk({ routes, providers, print, ask: askSecret, confirm: askYes }, place));
		} catch (error) {
			// What is deployed is deployed.
			print(`\nWhere senders post to can't be told: ${error instanceof Error ? error.message : String(error)}`);
		}
	}
}
