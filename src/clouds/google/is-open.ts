import type { Routes } from '../../webhook/source.ts';
import type { Environment } from './endpoint.ts';

/**
 * Whether senders can post to this function: then whatever comes is a delivery. One that answers its sender has a second function, `WEBHOOK_WAKES=queue`, which only
 * Pub/Sub may post to, since the first can't tell who posts.
 */
export function isOpen({ WEBHOOK_FUNCTION: name, WEBHOOK_WAKES: wakes }: Environment, { routes }: Pick<Routes, 'routes'>): boolean {
	return wakes !== 'queue' && routes.some((route) => route.function === name && route.path !== undefined);
}
