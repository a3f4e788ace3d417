import { copyService, type Service } from '../e2e/copy-service.ts';

/** What a function does, in the place of `…`: `async ({ id, attempt }, { log }) => { … }`. */
type Acts = { readonly provider: string; readonly type: string; readonly retry: string; readonly body: string };

const functions: Readonly<Record<string, Acts>> = {
	pays: act('stripe', 'invoice.paid', `log.info('payment recorded', { invoice: 'in_1', attempt });`),
	tells: act('stripe', 'invoice.paid', `log.info('sales told');`),
	// Long enough between two attempts that a test sees it wait.
	fails: act('stripe', 'customer.subscription.deleted', `log.warn('asking the billing API'); throw new Error('the API is down');`),
	'gives-up': act('github', 'push', `throw new Error('nobody is there');`, '{ attempts: 1 }'),
};

/** Stripe and GitHub; functions that work, one that waits for its next attempt and one that is given up on. */
export function inspectedService(): Promise<Service> {
	const files = Object.entries(functions).map(([name, acts]) => [`src/functions/${name}.ts`, functionFile(acts)] as const);
	return copyService({ 'serverless.yml': `${yaml().join('\n')}\n`, ...Object.fromEntries(files) });
}

function act(provider: string, type: string, body: string, retry = '{ attempts: 5, backoff: 300 }'): Acts {
	return { provider, type, body, retry };
}

function functionFile({ provider, type, body }: Acts): string {
	return `
		import * as z from 'zod/mini';
		import { ${provider} } from '../providers/${provider}.ts';
		import { onEvent } from '../receive.ts';
		export const handler = onEvent(${provider}, '${type}', { payload: z.unknown() }, async ({ attempt }, { log }) => { ${body} });`;
}

const yaml = () => [
	'service: inspected',
	'configValidationMode: error',
	'plugins: [./src/plugin/plugin.ts, serverless-esbuild, serverless-offline]',
	"provider: { name: aws, runtime: nodejs24.x, httpApi: { payload: '2.0' } }",
	'functions:',
	'  stripe: { handler: src/endpoints/stripe.handler, events: [{ webhook: stripe }] }',
	'  github: { handler: src/endpoints/github.handler, events: [{ webhook: github }] }',
	...Object.entries(functions).map(
		([name, { provider, type, retry }]) =>
			`  ${name}: { handler: src/functions/${name}.handler, events: [{ webhook: { source: ${provider}, type: ${type}, retry: ${retry} } }] }`,
	),
];
