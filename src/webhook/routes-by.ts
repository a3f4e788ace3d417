import type { Route, Routes } from './source.ts';

/** The routes by what is looked for: more functions must not make a delivery of one of them slower. */
export function routesBy({ routes }: Pick<Routes, 'routes'>) {
	const by = known.get(routes) ?? group(routes);
	known.set(routes, by);
	return by;
}

const known = new WeakMap<readonly Route[], ReturnType<typeof group>>();
const none: readonly Route[] = [];

function group(routes: readonly Route[]) {
	const functions = Map.groupBy(routes, (route) => route.function);
	const stored = routes.filter(({ ack, type }) => ack === 'stored' && type !== undefined);
	// A source's name has no space.
	const types = Map.groupBy(stored, ({ source, type }) => `${source} ${type}`);
	return {
		ofFunction: (name: string) => functions.get(name) ?? none,
		/** Whose function an event of that type wakes from its queue. */
		ofType: (source: string, type: string | undefined) => types.get(`${source} ${type}`) ?? none,
	};
}
