import type { Desk } from '../commands/desk.ts';

/** Undefined for a source that serverless.yml does not have, or no longer. */
export function senderOf(name: string, { routes, source }: Pick<Desk, 'routes' | 'source'>): ReturnType<Desk['source']> | undefined {
	return Object.hasOwn(routes.sources, name) ? source(name) : undefined;
}
