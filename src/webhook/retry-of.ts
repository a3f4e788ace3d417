import type { Retry, Routes } from './source.ts';

/** How often the function is tried: as one of its `webhook` events says, else as the service says. A function has one queue, so all its events agree. */
export function retryOf(name: string, { routes, retry }: Pick<Routes, 'routes' | 'retry'>): Retry {
	return routes.find((route) => route.function === name && route.retry !== undefined)?.retry ?? retry;
}
