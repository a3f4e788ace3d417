import { providers } from '../../providers/providers.ts';
import { lifeOf } from '../../webhook/retention.ts';
import type { Routes, Source } from '../../webhook/source.ts';
import { providerOf } from '../provider-of.ts';
import { readConfig } from '../read-config.ts';
import type { Serverless } from '../serverless.ts';
import type { Plan } from './plan.ts';
import { readEnvironment } from './read-environment.ts';
import { readHost } from './read-host.ts';
import { readSettings } from './read-settings.ts';

/** @throws {Mistake} for what serverless.yml says of Azure and can't be meant */
export function planOf({ custom, provider, functions = {} }: Serverless['service'], routes: Routes): Plan {
	return {
		routes,
		settings: readSettings(readConfig(custom?.webhook, 'custom.webhook').azure),
		host: readHost(readConfig(provider, 'provider'), routes),
		retention: Math.max(0, ...Object.values(routes.sources).map(retentionOf)),
		environment: readEnvironment(provider.environment, functions),
	};
}

function retentionOf(source: Source): number {
	const provider = providerOf(source, providers);
	return provider ? lifeOf(0, source, provider).expiresAt : 0;
}
