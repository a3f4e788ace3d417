import type { Ack, Route } from '../webhook/source.ts';
import { Mistake } from './mistake.ts';
import { suggest } from './nearest.ts';
import { type Config, readConfig, readText } from './read-config.ts';

/** One `webhook` event of a function: the name of its source, or a map. */
export function readRoute(name: string, event: unknown): Route {
	const where = `function "${name}"`;
	const config = readConfig(typeof event === 'string' ? { source: event } : event, `${where}: webhook`, ['source', 'type', 'ack', 'path']);
	const source = readText(config.source, `${where}: webhook.source`);
	const path = config.path === undefined ? undefined : readPath(config.path, where);
	if (config.type === undefined) {
		if (config.ack !== undefined) throw new Mistake(`${where}: "ack" needs a "type", an endpoint always answers once the event is stored`);
		return { function: name, source, ack: 'stored', path: path ?? `/webhooks/${source}` };
	}
	const type = readText(config.type, `${where}: webhook.type`);
	const ack = readAck(config, where);
	if (ack === 'handled') return { function: name, source, type, ack, path: path ?? `/webhooks/${source}/${name}` };
	if (path !== undefined)
		throw new Mistake(`${where}: "path" needs "ack: handled", senders don't post to a function whose events are stored`);
	return { function: name, source, type, ack };
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
