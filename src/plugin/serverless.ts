import type { Logger } from './local/quiet.ts';
import type { FunctionConfig } from './read-routes.ts';

/** What the plugin uses of osls' `serverless` object; osls ships no types of it. */
export type Serverless = {
	readonly serviceDir: string;
	readonly processedInput: { readonly commands: readonly string[] };
	readonly classes: { readonly Error: new (message: string, code?: string) => Error };
	readonly configSchemaHandler: {
		readonly defineFunctionEvent: (cloud: string, name: string, schema: object) => void;
		readonly defineCustomProperties: (schema: object) => void;
	};
	readonly service: {
		/** The service's name. */
		readonly service: string;
		readonly provider: { readonly name: string; readonly stage: string; readonly timeout?: number; readonly environment?: Environment };
		custom?: Record<string, unknown>;
		readonly functions?: Functions;
	};
	readonly pluginManager: { readonly spawn: (command: string) => Promise<void> };
};

export type Functions = Readonly<Record<string, FunctionConfig & { readonly environment?: Environment; events?: readonly unknown[] }>>;

export type Environment = Readonly<Record<string, unknown>>;

/** Options of the command line, as osls parses them. */
export type Options = Readonly<Record<string, string | boolean | undefined>>;

export type Writers = {
	readonly log: { readonly notice: Logger };
	readonly writeText: (text: string) => void;
};
