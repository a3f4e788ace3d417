/** A route of the gateway. `method` is `ANY` or upper case; `path` may have `{name}` segments and end in `{name+}`, or be `$default`. */
export type Route = { readonly method: string; readonly path: string; readonly functionName: string; readonly maxBody: number };

export type RouteMatch = { readonly route: Route; readonly pathParameters: Readonly<Record<string, string>> };

/**
 * Finds the route for a request as an HTTP API does: the most specific path wins, and its own method before `ANY`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function routeMatcher(routes: readonly Route[]): (method: string, path: string) => RouteMatch | undefined {
	const ranked = routes.toSorted((a, b) => rank(a) - rank(b));
	return (method, path) => {
		for (const route of ranked) {
			if (route.method !== 'ANY' && route.method !== method) continue;
			const pathParameters = matchPath(route.path, path);
			if (pathParameters) return { route, pathParameters };
		}
		return undefined;
	};
}

function rank({ path, method }: Route): number {
	const ofPath = path === '$default' ? 3 : path.endsWith('+}') ? 2 : path.includes('{') ? 1 : 0;
	return ofPath * 2 + (method === 'ANY' ? 1 : 0);
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
	if (pattern === path || pattern === '$default') return {};
	if (!pattern.includes('{')) return undefined;
	const wanted = pattern.split('/');
	const given = path.split('/');
	const entries: [string, string][] = [];
	for (const [index, segment] of wanted.entries()) {
		const name = /^\{(\w+)(\+?)\}$/.exec(segment);
		const value = name?.[2] ? given.slice(index).join('/') : given[index];
		if (value === undefined || (name ? value === '' : segment !== value)) return undefined;
		if (name?.[1]) entries.push([name[1], decode(value)]);
		if (name?.[2]) return Object.fromEntries(entries);
	}
	return wanted.length === given.length ? Object.fromEntries(entries) : undefined;
}

function decode(value: string): string {
	try {
		return decodeURIComponent(value);
	} catch {
		return value;
	}
}
