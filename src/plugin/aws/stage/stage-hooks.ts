import { providers } from '../../../providers/providers.ts';
import type { Routes } from '../../../webhook/source.ts';
import { askSecret } from '../../commands/ask-secret.ts';
import { askYes } from '../../commands/ask-yes.ts';
import { describeDeployed } from '../../commands/describe-deployed.ts';
import { openDesk } from '../../commands/desk.ts';
import { Mistake } from '../../mistake.ts';
import type { Options, Serverless } from '../../serverless.ts';
import { planOf } from '../plan-of.ts';
import { beforeRemove } from './before-remove.ts';
import { openStage } from './stage.ts';
import { stagePlace } from './stage-place.ts';

type Place = { readonly options: Options; readonly readRoutes: () => Routes; readonly print: (text: string) => void };

/** What happens around osls' own commands where the service is on AWS. */
export function stageHooks(serverless: Serverless, { options, readRoutes, print }: Place): Readonly<Record<string, () => Promise<void>>> {
	const routesHere = () => (serverless.service.provider.name === 'aws' ? readRoutes() : undefined);
	return {
		'before:remove:remove': async () => {
			const routes = routesHere();
			if (routes === undefined || routes.routes.length === 0) return;
			await beforeRemove(openStage(serverless, routes, { options }), planOf(serverless.service, routes).settings.throwAway, print);
		},
		// After osls has said that it is deployed.
		finalize: async () => {
			const routes = serverless.processedInput.commands.join(' ') === 'deploy' ? routesHere() : undefined;
			if (routes === undefined || routes.routes.length === 0) return;
			try {
				const place = await stagePlace(openStage(serverless, routes, { options }));
				await describeDeployed(openDesk({ routes, providers, print, ask: askSecret, confirm: askYes }, place));
			} catch (error) {
				// What is deployed is deployed.
				print(`\nWhere senders post to can't be told: ${error instanceof Mistake ? error.message : String(error)}`);
			}
		},
	};
}
