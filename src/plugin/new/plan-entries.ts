import type { Provider } from '../../webhook/provider.ts';
import type { Routes, Source } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import { providerOf } from '../provider-of.ts';
import { type Known, readRoutes, type Service } from '../read-routes.ts';
import { entryValue, type FunctionEntry } from './function-entry.ts';
import { isName } from './is-name.ts';
import { kebabCase } from './kebab-case.ts';

/** The options of the command line. */
export type Wanted = { readonly source?: string; readonly type?: string; readonly name?: string; readonly ack?: string };

export type Planned = {
	readonly source: Source;
	readonly provider: Provider;
	readonly entry: FunctionEntry & { readonly type: string };
	/** Where the source has none yet. */
	readonly endpoint: FunctionEntry | undefined;
};

/**
 * What serverless.yml is to have for a function.
 * @throws {Mistake} for what is missing, for a function that is there already, and for all that would be a mistake in serverless.yml
 */
export function planEntries(wanted: Wanted, service: Service, known: Known): Planned {
	const entry = readWanted(wanted, service, known);
	const posted = readRoutes(service, known).routes.some((route) => route.source === entry.source && route.type === undefined);
	const name = freeName(entry.source, `${entry.source}-endpoint`, { ...service.functions, [entry.name]: {} });
	const endpointAt = (handler: string) => (posted || entry.ack === 'handled' ? [] : [{ name, handler, source: entry.source }]);
	const source = readWith([entry, ...endpointAt(`src/endpoints/${entry.source}.handler`)], service, known).sources[entry.source];
	const provider = source && providerOf(source, known.providers);
	if (source === undefined || provider === undefined) throw new Mistake(`--source: there is no source "${entry.source}"`);
	const [endpoint] = endpointAt(`src/endpoints/${provider.id}.handler`);
	// Its file may be there already, and written for something else.
	if (endpoint) readWith([entry, endpoint], service, known);
	return { source, provider, entry, endpoint };
}

function readWanted({ source, type, name: given, ack }: Wanted, service: Service, known: Known): Planned['entry'] {
	if (!source) throw new Mistake('--source: say which one, such as stripe; docs/providers.md lists what there is');
	if (!type || /\p{Cc}/u.test(type)) throw new Mistake('--type: say which type of event the function is for, such as invoice.paid');
	const name = given ?? kebabCase(type);
	if (!isName(name)) throw new Mistake(`--name: "${name}" has to be lower case letters, digits and single hyphens, such as invoice-paid`);
	const other = freeName(`${source}-${name}`, `${source}-${name}-2`, service.functions);
	if (Object.hasOwn(service.functions, name))
		throw new Mistake(`--name: serverless.yml has a function "${name}" already; give this one another, such as ${other}`);
	const handler = `src/functions/${source}/${name}.handler`;
	if (known.handlerText(handler) !== undefined)
		throw new Mistake(`src/functions/${source}/${name}.ts is there already: write its entry yourself, or give another --name`);
	return { name, handler, source, type, ...(ack !== undefined && { ack }) };
}

function freeName(first: string, second: string, taken: object): string {
	return Object.hasOwn(taken, first) ? second : first;
}

/** The routes as they would be; a file that is not there yet says nothing. */
function readWith(entries: readonly FunctionEntry[], service: Service, known: Known): Routes {
	const added = Object.fromEntries(entries.map((entry) => [entry.name, entryValue(entry)]));
	const handlers = entries.map(({ handler }) => handler);
	return readRoutes(
		{ ...service, functions: { ...service.functions, ...added } },
		{
			...known,
			handlerText: (handler) =>
				known.handlerText(handler) ?? (handlers.includes(handler) ? 'export const handler = undefined;' : undefined),
		},
	);
}
