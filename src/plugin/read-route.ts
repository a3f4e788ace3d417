import type { Ack, Retry, Route } from '../webhook/source.ts';
import { Mistake } from './mistake.ts';
import { suggest } from './nearest.ts';
import { type Config, readConfig, readText } from './read-config.ts';
import { readFilter } from './read-filter.ts';
import { paceKeys, readPace } from './read-pace.ts';
import { readRetry } from './read-retry.ts';

/** Keys that say how a function is fed. An endpoint is not fed by a queue. */
const functionKeys = ['ack', 'retry', 'filter', ...paceKeys];

/** One `webhook` event of a function: the name of its source, or a map. `retry` is the service's. */
export function readRoute(name: string, event: unknown, retry: Retry): Route {
	const where = `function "${name}"`;
	const keys = ['source', 'type', 'path', ...functionKeys];
	const config = readConfig(typeof event === 'string' ? { source: event } : event, `${where}: webhook`, keys);
	const source = readText(config.source, `${where}: webhook.source`);
	const path = config.path === undefined ? undefined : readPath(config.path, where);
	if (config.type === undefined) {
		const extra = functionKeys.find((key) => config[key] !== undefined);
		if (extra !== undefined) throw new Mistake(`${where}: "${extra}" needs a "type", an endpoint always answers once the event is stored`);
		return { function: name, source, ack: 'stored', path: path ?? `/webhooks/${source}` };
	}
	const route = { function: name, source, type: readText(config.type, `${where}: webhook.type`), ...readHandling(config, where, retry) };
	if (route.ack === 'handled') return { ...route, path: path ?? `/webhooks/${source}/${name}` };
	if (path !== undefined)
		throw new Mistake(`${where}: "path" needs "ack: handled", senders don't post to a function whose events are stored`);
	return route;
}

function readHandling(config: Config, where: string, inherited: Retry): Pick<Route, 'ack' | 'retry' | 'filter'> {
	readPace(config, `${where}: webhook`);
	return {
		ack: readAck(config, where),
		...(config.retry !== undefined && { retry: readRetry(config.retry, `${where}: webhook.retry`, inherited) }),
		...(config.filter !== undefined && { filter: readFilter(config.filter, `${where}: webhook.filter`) }),
	};
}

function readAck(config: Config, where: string): Ack {
	const { ack = 'stored' } = config;
	if (ack !== 'stored' && ack !== 'handled')
		throw new Mistake(`${where}: unknown ack "${String(ack)}"${suggest(String(ack), ['stored', 'handled'])}`);
	return ack;
}

function readPath(value: unknown, where: string): string {
	const path = readText(value, `${where}: webhook.path`);
	if (!/^(\/[A-Za-z0-9._~-]+)+$/.test(path)) throw new Mistake(`${where}: "${path}" is no path such as /webhooks/stripe`);
	return path;
}
