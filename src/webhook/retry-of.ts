import { routesBy } from './routes-by.ts';
import type { Retry, Routes } from './source.ts';

/** How often the function is tried: as one of its `webhook` events says, else as the service says. A function has one queue, so all its events agree. */
export function retryOf(name: string, routes: Pick<Routes, 'routes' | 'retry'>): Retry {
	const own = routesBy(routes).ofFunction(name);
	return own.find(({ retry }) => retry !== undefined)?.retry ?? routes.retry;
}
