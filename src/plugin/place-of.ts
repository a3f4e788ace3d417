import type { Routes } from '../webhook/source.ts';
import { openStage } from './aws/stage/stage.ts';
import { stagePlace, undeployedPlace } from './aws/stage/stage-place.ts';
import { flagsOf, openStage as openAzureStage } from './azure/stage/stage.ts';
import * as azure from './azure/stage/stage-place.ts';
import { localPlace } from './commands/local-place.ts';
import type { Place } from './commands/place.ts';
import { openStage as openGoogleStage } from './google/stage/open-stage.ts';
import * as google from './google/stage/stage-place.ts';
import { dataDirOf, loadEnv } from './local/settings.ts';
import type { Options, Serverless } from './serverless.ts';

type Wish = { readonly options: Options; readonly routes: Routes; readonly beforeDeploy: boolean };

/** The stage of `--stage`, else the local run. `.env` is the latter's alone. */
export async function placeOf(serverless: Serverless, { options, routes, beforeDeploy }: Wish): Promise<Place> {
	if (options.stage === undefined) {
		loadEnv(serverless.serviceDir);
		return localPlace(dataDirOf(serverless.serviceDir));
	}
	if (serverless.service.provider.name === 'azure') {
		const open = () => openAzureStage(serverless, routes);
		if (!beforeDeploy) return await azure.stagePlace(open());
		return azure.undeployedPlace({ name: routes.stage, flags: flagsOf(serverless.configurationFilename, routes) }, open);
	}
	if (serverless.service.provider.name === 'google') {
		const stage = openGoogleStage(serverless, routes);
		return beforeDeploy ? google.undeployedPlace(stage) : await google.stagePlace(stage);
	}
	const stage = openStage(serverless, routes, { options });
	return beforeDeploy ? undeployedPlace(stage) : await stagePlace(stage);
}
