import { deadQueue, poisonQueue } from '../../clouds/azure/names.ts';
import type { Route, Routes } from '../../webhook/source.ts';
import type { Host } from './read-host.ts';
import type { Settings } from './read-settings.ts';

/** What the deployment follows from. */
export type Plan = {
	readonly routes: Routes;
	readonly settings: Settings;
	readonly host: Host;
	/** Milliseconds for which the longest-lived record is kept. */
	readonly retention: number;
	/** What the team's own code finds in its environment. */
	readonly environment: Readonly<Record<string, string>>;
};

/** One deployment and one identity each. Within an app nothing stands between functions. */
export const appNames = ['endpoints', 'functions'] as const;
export type AppName = (typeof appNames)[number];

export const sweepName = 'webhook-sweep';

/** The functions of each app: an endpoint runs none of the team's own code. */
export function functionsOf(app: AppName, { routes, timeouts }: Routes): readonly string[] {
	const isEndpoint = (name: string) => {
		const own = routes.filter((route) => route.function === name);
		return own.length > 0 && own.every((route) => route.type === undefined);
	};
	return Object.keys(timeouts).filter((name) => isEndpoint(name) === (app === 'endpoints'));
}

export function routesOfApp(app: AppName, routes: Routes): readonly Route[] {
	const names = functionsOf(app, routes);
	return routes.routes.filter((route) => names.includes(route.function));
}

/** Functions with a queue: those that take a type of event. A `handled` one too, since an operator's replay comes through it. */
export function queued({ routes }: Routes): readonly string[] {
	return [...new Set(routes.flatMap((route) => (route.type === undefined ? [] : [route.function])))];
}

/** What a function is called with its messages, its dead letters, and what the host gave up. */
export function queuesOf(name: string): readonly string[] {
	return [name, deadQueue(name), poisonQueue(name)];
}

/** Functions that only other functions call. */
export function called({ routes, timeouts }: Routes): readonly string[] {
	const taking = new Set(routes.map((route) => route.function));
	return Object.keys(timeouts).filter((name) => !taking.has(name));
}

/** The mark of everything that is ours, in a tag of this name. */
export const tagName = 'hookport';

/** Where a resource is, and whose. */
export function placed({ routes: { service, stage }, host }: Plan): {
	readonly location: string;
	readonly tags: Readonly<Record<string, string>>;
} {
	return { location: host.region, tags: { [tagName]: `${service}-${stage}` } };
}
