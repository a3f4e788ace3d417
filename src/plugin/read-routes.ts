import { defaultRetry, type Route, type Routes, type Source } from '../webhook/source.ts';
import { checkFile, checkHandler } from './check-handler.ts';
import { checkTogether } from './check-together.ts';
import { Mistake } from './mistake.ts';
import { suggest } from './nearest.ts';
import { providerByWords, suggestProvider } from './nearest-provider.ts';
import { readConfig } from './read-config.ts';
import { readRetry } from './read-retry.ts';
import { readRoute } from './read-route.ts';
import { type Providers, readSource, readTypes } from './read-source.ts';

/** What read-routes takes of the service's configuration, as osls has it. */
export type Service = {
	readonly service: string;
	readonly stage: string;
	/** Seconds, for functions that say none. */
	readonly timeout: number;
	/** `custom.webhook`. */
	readonly webhook: unknown;
	readonly functions: Readonly<Record<string, FunctionConfig>>;
};

export type FunctionConfig = {
	readonly handler?: string;
	readonly runtime?: string;
	readonly timeout?: number;
	readonly events?: readonly unknown[];
};

/** What the project knows about senders and about its own files. */
export type Known = {
	readonly providers: Providers;
	/** The types that a provider is known to send; undefined where no list is kept. */
	readonly types: (provider: string) => readonly string[] | undefined;
	/** The text of a handler's file, by the `handler` of its function; undefined where there is no such file. */
	readonly handlerText: (handler: string) => string | undefined;
	/** The files that handlers may be in, as `handler` names them, without the export. */
	readonly modules: () => readonly string[];
};

/**
 * From the service's configuration to the one list of routes.
 * @throws {Mistake} for the first thing in it that can't be meant
 */
export function readRoutes(service: Service, known: Known): Routes {
	const webhook = readConfig(service.webhook, 'custom.webhook', ['sources', 'retry', 'aws', 'google', 'azure']);
	const retry = readRetry(webhook.retry, 'custom.webhook.retry', defaultRetry);
	const entries = readConfig(webhook.sources, 'custom.webhook.sources');
	const configured = Object.entries(entries).map(([name, entry]) => [name, readSource(name, entry, known.providers)] as const);
	const sources = new Map<string, Source>(configured);
	const routes = Object.entries(service.functions).flatMap(([name, config]) => {
		const own = webhookEvents(config).map((event) => readRoute(name, event, retry));
		const text = own.length > 0 || isBuilt(config) ? checkFile(name, config, known) : '';
		for (const route of own) {
			const source = findSource(route, sources, known.providers);
			sources.set(source.name, source);
			checkType(route, [...(known.types(source.provider) ?? []), ...readTypes(source.name, entries[source.name])]);
			checkHandler(route, config.handler ?? '', { provider: source.provider, text, known });
		}
		return own;
	});
	checkTogether(routes);
	return {
		service: service.service,
		stage: service.stage,
		sources: Object.fromEntries(sources),
		routes,
		retry,
		timeouts: Object.fromEntries(Object.entries(service.functions).map(([name, config]) => [name, config.timeout ?? service.timeout])),
	};
}

/** A function in another language, or in an image, has no file that is built here. */
function isBuilt({ handler, runtime = 'nodejs' }: FunctionConfig): boolean {
	return handler !== undefined && runtime.startsWith('nodejs');
}

/** What follows `webhook:` in the function's events. */
export function webhookEvents(config: FunctionConfig): readonly unknown[] {
	return (config.events ?? []).flatMap((event) => {
		const isOurs = typeof event === 'object' && event !== null && 'webhook' in event;
		return isOurs ? [event.webhook] : [];
	});
}

function findSource(route: Route, sources: ReadonlyMap<string, Source>, providers: Providers): Source {
	const configured = sources.get(route.source);
	if (configured) return configured;
	if (Object.hasOwn(providers, route.source)) return readSource(route.source, undefined, providers);
	const provider = providerByWords(route.source, providers);
	const remedy = provider ? ` (a name of your own goes into custom.webhook.sources, as ${route.source}: { provider: ${provider} })` : '';
	const nearest = suggestProvider(route.source, providers, [...sources.keys()]);
	throw new Mistake(`function "${route.function}": unknown source "${route.source}"${remedy}${nearest}`);
}

function checkType(route: Route, types: readonly string[]): void {
	if (route.type === undefined || types.length === 0 || types.includes(route.type)) return;
	const remedy = `a new one goes into custom.webhook.sources.${route.source}.types`;
	throw new Mistake(`function "${route.function}": ${route.source} sends no type "${route.type}" (${remedy})${suggest(route.type, types)}`);
}
