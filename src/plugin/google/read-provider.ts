import { Mistake } from '../mistake.ts';

/** What `provider` and `functions` of serverless.google.yml say of Google. Their shapes are held by the schema. */
export type Config = {
	readonly project: string;
	readonly region: string;
	readonly runtime: string;
	readonly functions: Readonly<Record<string, FunctionConfig>>;
};

export type FunctionConfig = {
	readonly handler: string;
	/** MB. */
	readonly memory: number;
	/** Requests at once in one instance, where it is said. */
	readonly concurrency?: number;
	readonly environment: Readonly<Record<string, string>>;
};

type Provider = { readonly project?: string; readonly region?: string; readonly runtime?: string } & Shared;
type Shared = { readonly memorySize?: number; readonly environment?: Readonly<Record<string, string | number | boolean>> };
type Functions = Readonly<Record<string, Shared & { readonly handler?: string; readonly concurrency?: number }>>;

const defaultMemory = 512;
/** And the names of secrets, which Google takes from Secret Manager: https://docs.cloud.google.com/run/docs/container-contract#env-vars */
const reserved =
	/^(WEBHOOK_|X_GOOGLE_|K_|PORT$|FUNCTION_(TARGET|SIGNATURE_TYPE)$)|_(WEBHOOK_SECRET|VERIFY_TOKEN|API_KEY|BEARER_TOKEN|BASIC_AUTH|STORAGE_KEY)(_PREVIOUS|_RETIRED)?$/;

/** @throws {Mistake} for a name that only the gateway may set */
export function readProvider(provider: Provider, functions: Functions): Config {
	const { project = '', region = '', runtime = 'nodejs24', memorySize = defaultMemory, environment = {} } = provider;
	if (project === '')
		throw new Mistake('provider.project: say which, by its id; a stage may have its own: npx sls deploy --param project=<id>');
	if (region === '') throw new Mistake('provider.region: say which, such as europe-west1');
	const entries = Object.entries(functions).map(([name, config]): [string, FunctionConfig] => {
		const own = { ...environment, ...config.environment };
		const taken = Object.keys(own).find((key) => reserved.test(key));
		if (taken !== undefined)
			throw new Mistake(
				`function "${name}": the environment's ${taken} is set by the gateway or by Google, or is a secret's name; remove it`,
			);
		return [
			name,
			{
				handler: config.handler ?? '',
				memory: config.memorySize ?? memorySize,
				...(config.concurrency !== undefined && { concurrency: config.concurrency }),
				environment: Object.fromEntries(Object.entries(own).map(([key, value]) => [key, String(value)])),
			},
		];
	});
	return { project, region, runtime, functions: Object.fromEntries(entries) };
}
