import { providers } from '../src/providers/providers.ts';
import { defaultMaxBody, defaultRetry, type Route, type Routes } from '../src/webhook/source.ts';
import { endpoint, subscribed } from './embedded.ts';

/** The endpoint and the function of the bench, and so many functions in all, ten of a source unless it is said how many sources there are. */
export function manyFunctions(count: number, sources = Math.ceil(count / 10)): Routes {
	const names = ['stripe', ...Array.from({ length: sources - 1 }, (_, index) => `stripe-${index + 2}`)];
	const typed = Array.from({ length: count - 1 }, (_, index): Route => {
		const type = `customer.subscription.${index}`;
		return { function: `subscription-${index}`, source: names[index % names.length] ?? '', type, ack: 'stored' };
	});
	return routesOf(names, [subscribed, ...typed], () => 'stripe');
}

/** So many providers, each with its endpoint and no function. */
export function manySources(count: number): Routes {
	const names = ['stripe', ...Object.keys(providers).filter((id) => id !== 'stripe')].slice(0, count);
	return routesOf(names, [], (name) => name);
}

function routesOf(names: readonly string[], typed: readonly Route[], providerOf: (name: string) => string): Routes {
	const endpoints = names.map((name): Route => ({ ...endpoint, function: name, source: name, path: `/webhooks/${name}` }));
	const routes = [...endpoints, ...typed];
	return {
		service: 'bench',
		stage: 'dev',
		sources: Object.fromEntries(names.map((name) => [name, { name, provider: providerOf(name), maxBody: defaultMaxBody }])),
		routes,
		retry: defaultRetry,
		timeouts: Object.fromEntries(routes.map((route) => [route.function, 30])),
	};
}
