import { Mistake } from './mistake.ts';
import type { Serverless } from './serverless.ts';

/**
 * osls itself knows AWS only, and would wait for ever.
 * @throws {Mistake} where the plugin of the cloud is not listed
 */
export function checkListed(
	cloud: string,
	{ pluginManager, configurationFilename }: Pick<Serverless, 'pluginManager' | 'configurationFilename'>,
): void {
	const named = pluginManager.plugins.map(({ constructor: made }) =>
		'getProviderName' in made && typeof made.getProviderName === 'function' ? made.getProviderName() : undefined,
	);
	if (!named.includes(cloud))
		throw new Mistake(
			`plugins: the provider ${cloud} needs its own, add "- ./src/plugin/${cloud}/${cloud}.ts" to ${configurationFilename}, as the first`,
		);
}
