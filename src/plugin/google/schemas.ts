const text = { type: 'string', minLength: 1 };
/** https://docs.cloud.google.com/run/docs/configuring/services/memory-limits. With one CPU, as every function has here, there are 4 GB at most. */
const memorySize = { type: 'integer', minimum: 128, maximum: 4096 };
/** https://docs.cloud.google.com/functions/docs/configuring/timeout */
const timeout = { type: 'integer', minimum: 1, maximum: 3600 };
const environment = { type: 'object', additionalProperties: { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] } };

/** https://docs.cloud.google.com/functions/docs/runtime-support */
const runtimes = ['nodejs22', 'nodejs24'];

/** What serverless.google.yml may say besides what every cloud's may. */
export const schema = {
	provider: {
		properties: {
			project: { type: 'string', pattern: '^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$' },
			region: { type: 'string', pattern: '^[a-z]+-[a-z]+[0-9]+$' },
			runtime: { enum: runtimes },
			memorySize,
			timeout,
			environment,
		},
		required: ['project', 'region'],
	},
	function: {
		properties: {
			handler: text,
			description: text,
			memorySize,
			timeout,
			environment,
			concurrency: { type: 'integer', minimum: 1, maximum: 1000 },
		},
		required: ['handler'],
	},
};
