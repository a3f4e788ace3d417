import { createBlobs } from '../../../clouds/azure/blobs.ts';
import { createEvents } from '../../../clouds/azure/events.ts';
import { queueMessages } from '../../../clouds/azure/messages.ts';
import { container } from '../../../clouds/azure/names.ts';
import { createOpenings } from '../../../clouds/azure/openings.ts';
import { createQueue } from '../../../clouds/azure/queue.ts';
import { tableEntities } from '../../../clouds/azure/table-entities.ts';
import type { Routes } from '../../../webhook/source.ts';
import type { Place } from '../../commands/place.ts';
import { explainedAsk } from '../explain.ts';
import { routesOfApp } from '../plan.ts';
import { deployed, findDeployed, notDeployed, siteUrl } from './deployed.ts';
import type { Stage } from './stage.ts';
import { stageSecrets, takenUpMillis } from './stage-secrets.ts';
import { storageClient } from './storage-client.ts';

/** A stage as the commands work on it, under the operator's own roles on its storage and its vault. There is no vault before the first deployment. */
export async function stagePlace(stage: Stage): Promise<Place> {
	const { name, clients, plan, flags } = stage;
	const { storage, vault, endpoints, functions } = await deployed(stage);
	const client = storageClient(stage, storage);
	const { publicUrl } = plan.settings;
	const store = {
		events: createEvents(tableEntities(client, 'events')),
		openings: createOpenings(tableEntities(client, 'openings')),
		queue: createQueue(queueMessages(client)),
		blobs: createBlobs(client, container),
	};
	return {
		stage: name,
		flags,
		url: publicUrl ?? siteUrl(endpoints),
		publicUrl,
		...(publicUrl === undefined && { hosts: hostsOf(plan.routes, siteUrl(functions)) }),
		hasStore: () => true,
		withStore: (work) => work(store),
		secrets: stageSecrets({ vault: explainedAsk(clients.vault(vault)), stage: name, flags }),
	};
}

/**
 * What there is of a stage before its first deployment. It asks nobody, not even which subscription it is in, before it has to: there is no vault yet, so no secret
 * is set in it, and none can be.
 */
export function undeployedPlace({ name, flags }: Pick<Stage, 'name' | 'flags'>, open: () => Stage): Place {
	const found = async () => {
		const { clients, ...stage } = open();
		const outputs = await findDeployed({ ...stage, clients });
		return outputs && stageSecrets({ vault: explainedAsk(clients.vault(outputs.vault)), stage: name, flags });
	};
	const there = async () => {
		const secrets = await found();
		if (secrets !== undefined) return secrets;
		throw notDeployed(open());
	};
	return {
		...{ stage: name, flags, url: undefined, publicUrl: undefined, hasStore: () => false },
		withStore: async () => {
			throw notDeployed(open());
		},
		secrets: {
			pair: async (secret) => (await there()).pair(secret),
			states: async () => (await found())?.states() ?? {},
			set: async (...given) => (await there()).set(...given),
			retire: async (secret) => (await there()).retire(secret),
			takenUpMillis,
		},
	};
}

/** What is answered by a function of the team is posted to its app. */
function hostsOf(routes: Routes, url: string): Readonly<Record<string, string>> {
	const paths = routesOfApp('functions', routes).flatMap(({ path }) => (path === undefined ? [] : [path]));
	return Object.fromEntries(paths.map((path) => [path, url]));
}
