import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';
import { type Desk, noSource } from './desk.ts';

type Names = { readonly source?: string | undefined; readonly function?: string | undefined };

/**
 * For a command that has found nothing: what serverless.yml no longer has may still have events, so it is no mistake before.
 * @throws {Mistake} with the nearest right name
 */
export function refuseUnknown({ source, function: name }: Names, { routes }: Pick<Desk, 'routes'>): void {
	if (source !== undefined && !Object.hasOwn(routes.sources, source)) throw noSource(source, routes);
	const names = [...new Set(routes.routes.flatMap((route) => (route.type === undefined ? [] : [route.function])))];
	if (name !== undefined && !names.includes(name))
		throw new Mistake(`--function: no function "${name}" takes events${suggest(name, names)}`);
}
