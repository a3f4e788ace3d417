import type { Route } from '../webhook/source.ts';
import { Mistake } from './mistake.ts';

/**
 * Holds the provider and type of a route to the ones that its handler's file gives to `onEvent`. The file is read as text, since it is TypeScript that
 * has not been built; a call that is not written with plain names and literals is not judged.
 */
export function checkHandler(route: Route, provider: string, text: string | undefined): void {
	const where = `function "${route.function}"`;
	if (text === undefined) throw new Mistake(`${where}: its handler's file does not exist`);
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

function camelCase(id: string): string {
	return id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
