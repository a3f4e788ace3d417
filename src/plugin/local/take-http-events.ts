import { Mistake } from '../mistake.ts';
import { readConfig, readText } from '../read-config.ts';
import type { Functions } from '../serverless.ts';
import type { GatewayOptions } from './gateway.ts';

/**
 * Takes the `httpApi` events out of the functions, since our gateway serves them: with one left, serverless-offline would open its own on the same port.
 * @throws {Mistake} for an `http` event, which is of an API that the local run does not have
 */
export function takeHttpEvents(functions: Functions): NonNullable<GatewayOptions['httpApi']> {
	return Object.entries(functions).flatMap(([functionName, config]) => {
		const where = `function "${functionName}"`;
		const events = config.events ?? [];
		if (events.some((event) => has(event, 'http'))) throw new Mistake(`${where}: the local run serves no "http" events, use "httpApi"`);
		const [taken, left] = [events.filter((event) => has(event, 'httpApi')), events.filter((event) => !has(event, 'httpApi'))];
		config.events = left;
		return taken.map((event) => ({ functionName, ...readHttpApi(readConfig(event, where).httpApi, `${where}: httpApi`) }));
	});
}

function has(event: unknown, key: string): boolean {
	return typeof event === 'object' && event !== null && key in event;
}

/** `GET /orders/{id}`, `*`, or `{ method, path }`. */
function readHttpApi(event: unknown, where: string): { readonly method: string; readonly path: string } {
	if (event === '*') return { method: '*', path: '*' };
	if (typeof event !== 'string') {
		const { method, path } = readConfig(event, where);
		return { method: readText(method, `${where}.method`), path: readText(path, `${where}.path`) };
	}
	const [method = '', path = ''] = event.trim().split(/\s+/);
	return { method: readText(method, where), path: readText(path, where) };
}
