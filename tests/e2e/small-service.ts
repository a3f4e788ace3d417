import { copyService, type Service } from './copy-service.ts';

/** What a function does, in the place of `…`: `async ({ id, source, attempt, rawBody, payload }, { log, records }) => { … }`. */
type Body = string;

type Functions = Readonly<Record<string, Body>>;

type Small = {
	readonly stored?: Functions;
	readonly handled?: Functions;
	readonly attempts?: number;
	/** Seconds that each may run. */
	readonly timeout?: number;
	/** What `custom.webhook.sources` says about stripe. */
	readonly source?: object;
};

/** A service with stripe's endpoint and these functions for `invoice.paid`, each with a second to run, unless more is said, and so many attempts in quick succession. */
export function smallService(small: Small): Promise<Service> {
	return copyService(filesOf(small));
}

/** The files of a small service by their paths, to write another stage of it over the one before. */
export function filesOf({ stored = {}, handled = {}, attempts = 2, timeout = 1, source = {} }: Small): Readonly<Record<string, string>> {
	const files = Object.entries({ ...stored, ...handled }).map(([name, body]) => [fileOf(name), functionFile(body)] as const);
	const yaml = [
		...head(attempts, source),
		...Object.keys(stored).map((name) => functionEntry(name, 'stored', timeout)),
		...Object.keys(handled).map((name) => functionEntry(name, 'handled', timeout)),
	];
	return { 'serverless.yml': `${yaml.join('\n')}\n`, ...Object.fromEntries(files) };
}

export const fileOf = (name: string) => `src/functions/${name}.ts`;

/** `schema` is what its payload has to fit. */
export function functionFile(body: Body, schema = 'z.unknown()'): string {
	return `
		import { createHash } from 'node:crypto';
		import { appendFileSync } from 'node:fs';
		import { setTimeout as pause } from 'node:timers/promises';
		import * as z from 'zod/mini';
		import { stripe } from '../providers/stripe.ts';
		import { onEvent } from '../receive.ts';
		export const handler = onEvent(stripe, 'invoice.paid', { payload: ${schema} }, async ({ id, source, attempt, rawBody, payload }, { log, records }) => { ${body} });`;
}

// JSON is YAML, too.
const head = (attempts: number, source: object) => [
	'service: small',
	'configValidationMode: error',
	'plugins: [./src/plugin/plugin.ts, serverless-esbuild, serverless-offline]',
	"provider: { name: aws, runtime: nodejs24.x, httpApi: { payload: '2.0' } }",
	`custom: { webhook: { retry: { attempts: ${attempts}, backoff: 0.2 }, sources: ${JSON.stringify({ stripe: { provider: 'stripe', ...source } })} } }`,
	'functions:',
	'  stripe: { handler: src/endpoints/stripe.handler, events: [{ webhook: stripe }] }',
];

function functionEntry(name: string, ack: 'stored' | 'handled', timeout: number): string {
	const handler = fileOf(name).replace(/\.ts$/, '.handler');
	return `  ${name}: { handler: ${handler}, timeout: ${timeout}, events: [{ webhook: { source: stripe, type: invoice.paid, ack: ${ack} } }] }`;
}
