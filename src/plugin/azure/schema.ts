import { memories, runtimes } from './read-host.ts';

const text = { type: 'string' } as const;
const environment = { type: 'object' } as const;

/** What `provider` of serverless.yml may say; unknown keys are refused by osls. */
export const providerSchema = {
	properties: {
		subscription: text,
		region: text,
		resourceGroup: text,
		runtime: { enum: runtimes },
		instanceMemory: { enum: memories },
		maximumInstances: { type: 'integer', minimum: 1, maximum: 1000 },
		timeout: { type: 'integer', minimum: 1, maximum: 3600 },
		environment,
	},
	required: ['region'],
};

/** `events` are of the gateway's plugin. */
export const functionSchema = {
	properties: { handler: text, timeout: { type: 'integer', minimum: 1, maximum: 3600 }, environment },
	required: ['handler'],
};
