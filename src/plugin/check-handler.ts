import type { Route } from '../webhook/source.ts';
import { camelCase } from './camel-case.ts';
import { Mistake } from './mistake.ts';
import { suggest } from './nearest.ts';
import { readCall, readExports } from './read-handler.ts';
import type { FunctionConfig, Known } from './read-routes.ts';

/** Holds the handler of a function to its file: both the file and its export are there. Returns the file's text. */
export function checkFile(name: string, { handler }: FunctionConfig, known: Known): string {
	const where = `function "${name}"`;
	if (handler === undefined) throw new Mistake(`${where}: it has no handler`);
	const text = known.handlerText(handler);
	const { module, exported } = splitHandler(handler);
	if (text === undefined) throw new Mistake(`${where}: its handler's file ${module}.ts does not exist${suggest(module, known.modules())}`);
	const exports = readExports(text);
	if (exports === undefined || exports.includes(exported)) return text;
	throw new Mistake(`${where}: its handler's file ${module}.ts has no export "${exported}"${suggest(exported, exports)}`);
}

/** Holds the provider and type of a route to the ones that its handler's file is written for. */
export function checkHandler(
	route: Route,
	handler: string,
	{ provider, text, known }: { provider: string; text: string; known: Known },
): void {
	const where = `function "${route.function}"`;
	const call = readCall(text, splitHandler(handler).exported);
	if (call === undefined) return;
	const types = call.types.map((type) => `"${type}"`).join(', ');
	if (route.type === undefined && types !== '')
		throw new Mistake(`${where}: it has no type in serverless.yml, but its file takes ${types} of ${call.provider}`);
	// A name that is no provider's is one of the file's own.
	const isKnown = Object.keys(known.providers).some((id) => camelCase(id) === call.provider);
	if (isKnown && call.provider !== camelCase(provider))
		throw new Mistake(
			`${where}: its source "${route.source}" is of the provider ${provider}, but its file is written for ${call.provider}`,
		);
	if (route.type === undefined || call.types.includes(route.type)) return;
	if (types !== '') throw new Mistake(`${where}: its type is "${route.type}" in serverless.yml, but ${types} in its file`);
	throw new Mistake(`${where}: its type is "${route.type}" in serverless.yml, but its file is an endpoint, which takes every type`);
}

/** `src/functions/stripe/invoice-paid.handler` is the export `handler` of `src/functions/stripe/invoice-paid.ts`. */
export function splitHandler(handler: string): { readonly module: string; readonly exported: string } {
	const [, module = handler, exported = ''] = /^(.*)\.([^./\\]+)$/.exec(handler) ?? [];
	return { module, exported };
}
