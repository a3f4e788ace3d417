import type { Route } from '../webhook/source.ts';
import { Mistake } from './mistake.ts';

/** `handler` as in serverless.yml, and the text of its file; undefined where there is no such file. */
type HandlerFile = { readonly handler: string; readonly text: string | undefined };

/**
 * Holds the provider and type of a route to the ones that its handler's file gives to `onEvent`. The file is read as text, since it is TypeScript that
 * has not been built; a call that is not written with plain names and literals is not judged.
 */
export function checkHandler(route: Route, provider: string, { handler, text }: HandlerFile): void {
	const where = `function "${route.function}"`;
	checkExport(where, { handler, text });
	if (text === undefined) return;
	const [, name, single, list] = /\bonEvent\(\s*(\w+)\s*,\s*(?:(['"`][^'"`]*['"`])|\[([^\]]*)\])/.exec(text) ?? [];
	if (name === undefined) return;
	if (route.type === undefined)
		throw new Mistake(`${where}: it has no type in serverless.yml, but its file takes ${single ?? list} of ${name}`);
	if (name !== camelCase(provider))
		throw new Mistake(`${where}: ${route.source} is of ${provider} in serverless.yml, but its file takes events of ${name}`);
	const types = [...(single ?? list ?? '').matchAll(/['"`]([^'"`]*)['"`]/g)].map(([, type = '']) => type);
	if (types.includes(route.type)) return;
	throw new Mistake(
		`${where}: its type is "${route.type}" in serverless.yml, but ${types.map((type) => `"${type}"`).join(', ')} in its file`,
	);
}

function checkExport(where: string, { handler, text }: HandlerFile): void {
	const [, module = handler, name] = /^(.*)\.([^./\\]*)$/.exec(handler) ?? [];
	if (text === undefined) throw new Mistake(`${where}: its handler's file ${module}.ts does not exist`);
	// A list of names that a star or a pattern stands for can't be read here.
	const isJudged = name !== undefined && /^\w+$/.test(name) && !/\bexport\s*(?:\*|(?:const|let|var)\s*[{[])/.test(text);
	const declared = new RegExp(`\\bexport\\s+(?:const|let|var|(?:async\\s+)?function)\\s+${name}\\b|\\bexport\\s*\\{[^}]*\\b${name}\\b`);
	if (isJudged && !declared.test(text)) throw new Mistake(`${where}: its handler's file ${module}.ts exports no "${name}"`);
}

function camelCase(id: string): string {
	return id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
