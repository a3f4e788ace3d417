import type { Route } from '../webhook/source.ts';
import { Mistake } from './mistake.ts';

/** What can only be seen of all routes: each path has one function, and each stored subscription an endpoint that its source posts to. */
export function checkTogether(routes: readonly Route[]): void {
	const paths = new Map<string, Route>();
	const endpoints = new Set(routes.filter((route) => route.type === undefined).map((route) => route.source));
	const seen = new Map<string, Route>();
	for (const route of routes) {
		const where = `function "${route.function}"`;
		const twin = seen.get(JSON.stringify([route.function, route.source, route.type]));
		if (twin) throw new Mistake(`${where}: it takes ${route.type ?? 'the deliveries'} of ${route.source} twice`);
		const earlier = routes.find((each) => each.function === route.function && each.type !== undefined);
		if (earlier && route.type !== undefined && JSON.stringify(earlier.retry) !== JSON.stringify(route.retry))
			throw new Mistake(`${where}: "retry" must be the same in each of its webhook events, they share one queue`);
		seen.set(JSON.stringify([route.function, route.source, route.type]), route);
		const other = route.path === undefined ? undefined : paths.get(route.path);
		// One function may answer several types of one source at its one URL.
		if (other && (other.function !== route.function || other.source !== route.source || !route.type || !other.type))
			throw new Mistake(`${where}: the path ${route.path} is function "${other.function}"'s already`);
		if (route.path !== undefined) paths.set(route.path, route);
		if (route.ack === 'stored' && !endpoints.has(route.source))
			throw new Mistake(`${where}: no function is the endpoint of ${route.source}; add one with "events: [{ webhook: ${route.source} }]"`);
	}
}
