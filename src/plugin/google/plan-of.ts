import type { Routes } from '../../webhook/source.ts';
import { readConfig } from '../read-config.ts';
import { paceOf } from '../read-pace.ts';
import { webhookEvents } from '../read-routes.ts';
import { retentionOf } from '../retention-of.ts';
import type { Serverless } from '../serverless.ts';
import { deployment } from './deployment.ts';
import { checkLimits } from './limits.ts';
import type { Plan } from './plan.ts';
import { readProvider } from './read-provider.ts';
import { readSettings } from './read-settings.ts';

/** @throws {Mistake} for what serverless.google.yml says of Google and can't be meant */
export function planOf({ provider, functions = {}, custom }: Serverless['service'], routes: Routes): Plan {
	checkLimits(routes);
	const paces = Object.entries(functions).map(([name, config]) => [name, paceOf(name, webhookEvents(config))] as const);
	return deployment({
		routes,
		// Sound because the schema, which osls holds serverless.yml to, has the same shapes.
		config: readProvider(...([provider, functions] as Parameters<typeof readProvider>)),
		settings: readSettings(readConfig(custom?.webhook, 'custom.webhook').google),
		paces: Object.fromEntries(paces),
		retention: retentionOf(routes),
	});
}
