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
	const lengthOf = ({ path = '' }: Route) => path.length;
	const reached = routes.filter(({ path }) => path !== undefined).toSorted((a, b) => lengthOf(b) - lengthOf(a));
	const urls = Map.groupBy(reached, (route) => route.function);
	const stored = routes.filter(({ ack, type }) => ack === 'stored' && type !== undefined);
	// A source's name has no space.
	const types = Map.groupBy(stored, ({ source, type }) => `${source} ${type}`);
	return {
		ofFunction: (name: string) => functions.get(name) ?? none,
		/** The one of a function's that a sender has posted to. A custom domain may put a prefix before the path, so a function with one URL does not compare. */
		atPath: (name: string, path: string) => {
			const own = urls.get(name) ?? none;
			const [longest] = own;
			const single = own.every((each) => each.path === longest?.path);
			return single ? longest : own.find((each) => path.endsWith(each.path ?? ''));
		},
		/** Whose function an event of that type wakes from its queue. */
		ofType: (source: string, type: string | undefined) => types.get(`${source} ${type}`) ?? none,
	};
}
