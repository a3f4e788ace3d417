import type { Credentials } from '../clouds/aws/client.ts';
import type { Resources } from './aws/plan.ts';
import type { Logger } from './local/quiet.ts';
import type { FunctionConfig } from './read-routes.ts';

/** What the plugin uses of osls' `serverless` object; osls ships no types of it. */
export type Serverless = {
	readonly serviceDir: string;
	/** The name of serverless.yml, which may be another. */
	readonly configurationFilename: string;
	readonly processedInput: { readonly commands: readonly string[]; readonly options?: { readonly param?: string | readonly string[] } };
	readonly classes: { readonly Error: new (message: string, code?: string) => Error };
	readonly configSchemaHandler: {
		readonly defineProvider: (cloud: string, schemas: { readonly provider: object; readonly function: object }) => void;
		readonly defineFunctionEvent: (cloud: string, name: string, schema: object) => void;
		readonly defineCustomProperties: (schema: object) => void;
	};
	readonly service: {
		/** The service's name. */
		readonly service: string;
		readonly provider: Provider;
		custom?: Record<string, unknown>;
		functions?: Functions;
		resources?: Template & { readonly extensions?: Readonly<Record<string, object>> };
		package?: Readonly<Record<string, unknown>>;
	};
	readonly getProvider: (name: 'aws') => AwsProvider;
	readonly setProvider: (name: string, provider: object) => void;
	readonly pluginManager: {
		readonly spawn: (command: string) => Promise<void>;
		readonly plugins: readonly { bundle?: () => Promise<void> }[];
	};
};

/** What osls knows of the account. */
type AwsProvider = {
	readonly getRegion: () => string;
	readonly getAwsSdkV3CredentialsProvider: () => () => Promise<Credentials>;
	readonly naming: { readonly getStackName: () => string };
};

/** `provider` of serverless.yml, as osls has completed it. */
export type Provider = {
	readonly name: string;
	readonly stage: string;
	readonly timeout?: number;
	readonly environment?: Environment;
	readonly httpApi?: { readonly id?: unknown; readonly metrics?: boolean };
	readonly iam?: { readonly role?: string | IamRole };
	readonly vpc?: object;
	logRetentionInDays?: number;
	logs?: object;
	tracing?: object;
	/** While a command packages. */
	readonly compiledCloudFormationTemplate?: Template;
};

type IamRole = { readonly statements?: object[]; readonly managedPolicies?: unknown[]; readonly permissionsBoundary?: unknown };

type Template = { readonly Resources?: Resources; readonly Outputs?: Readonly<Record<string, object>> };

export type Functions = Record<string, FunctionConfig & FunctionSettings>;

type FunctionSettings = {
	events?: readonly unknown[];
	environment?: Environment;
	role?: unknown;
	readonly name?: string;
	readonly vpc?: object;
};

export type Environment = Readonly<Record<string, unknown>>;

/** Options of the command line, as osls parses them. */
export type Options = Readonly<Record<string, string | boolean | undefined>>;

export type Writers = {
	readonly log: { readonly notice: Logger & ((line: string) => void) };
	readonly writeText: (text: string) => void;
};
