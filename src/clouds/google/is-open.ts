import type { Routes } from '../../webhook/source.ts';
import type { Environment } from './endpoint.ts';

/** Whether senders can post to the function. What has an answer that a sender waits for has a second function, `WEBHOOK_WAKES=queue`, which only Pub/Sub may post to. */
export function isOpen(env: Environment, { routes }: Pick<Routes, 'routes'>): boolean {
	return env.WEBHOOK_WAKES !== 'queue' && routes.some((route) => route.function === env.WEBHOOK_FUNCTION && route.path !== undefined);
}
