import type { Options, Serverless, Writers } from '../serverless.ts';

/** What a provider plugin uses of osls besides what every plugin does. */
export type Osls = Serverless & {
	readonly setProvider: (name: string, provider: object) => void;
	readonly configSchemaHandler: { readonly defineProvider: (name: string, schema: object) => void };
};

export type OslsWriters = Writers & {
	readonly progress: { readonly create: (shown: { readonly name: string; readonly message: string }) => Progress };
};

type Progress = { readonly update: (message: string) => void; readonly remove: () => void };

/** What another command has to be told to mean this stage. */
export function flagsOf(
	{ configurationFilename, processedInput }: Pick<Serverless, 'configurationFilename' | 'processedInput'>,
	stage: string,
): string {
	const config = configurationFilename === 'serverless.yml' ? '' : ` --config ${configurationFilename}`;
	const given = [processedInput.options?.param ?? []].flat().map((param) => ` --param ${param}`);
	return `${config} --stage ${stage}${given.join('')}`;
}

export function textOption(options: Options, name: string): string | undefined {
	const { [name]: value } = options;
	return typeof value === 'string' && value !== '' ? value : undefined;
}
