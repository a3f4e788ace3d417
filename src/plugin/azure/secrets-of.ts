import { providers } from '../../providers/providers.ts';
import { type Route, secretName } from '../../webhook/source.ts';
import { bringsSecret } from '../brings-secret.ts';
import { providerOf } from '../provider-of.ts';
import { namesOf, secretKinds } from '../secret-kinds.ts';
import { type AppName, type Plan, routesOfApp } from './plan.ts';

/** The secrets that an app reads, by their environment names, with what they were before. */
export function secretsOf(app: AppName, { routes }: Pick<Plan, 'routes'>): readonly string[] {
	const own = routesOfApp(app, routes);
	const posted = own.filter((route) => route.path !== undefined).flatMap((route) => allOf(route, routes));
	const taken = own.filter((route) => route.type !== undefined && routes.sources[route.source]?.encrypt);
	const names = [...posted, ...taken.map((route) => secretName(route.source, 'STORAGE_KEY'))];
	const all = [...new Set(names)].flatMap(namesOf);
	return app === 'functions' ? [...all, 'NOTIFY_WEBHOOK_URL'] : all;
}

function allOf({ source }: Route, { sources }: Plan['routes']): readonly string[] {
	const found = sources[source];
	return found ? secretKinds(found, providerOf(found, providers)).map((kind) => secretName(found.name, kind)) : [];
}

/** Sources whose senders bring their secret, where they post to this app. */
export function bringingSources(app: AppName, { routes }: Pick<Plan, 'routes'>): readonly string[] {
	const posted = routesOfApp(app, routes).filter((route) => route.path !== undefined);
	return [...new Set(posted.map((route) => route.source))].filter((name) => {
		const source = routes.sources[name];
		return source !== undefined && bringsSecret(providerOf(source, providers));
	});
}
