import { createBlobs } from '../../../clouds/google/blobs.ts';
import { createClient, jsonCall } from '../../../clouds/google/client.ts';
import { createDocuments } from '../../../clouds/google/documents.ts';
import { createEvents } from '../../../clouds/google/events.ts';
import { createOpenings } from '../../../clouds/google/openings.ts';
import { createQueue } from '../../../clouds/google/queue.ts';
import type { Routes } from '../../../webhook/source.ts';
import type { Place, PlaceStore } from '../../commands/place.ts';
import { Mistake } from '../../mistake.ts';
import type { Google } from '../clients.ts';
import { look } from '../deploy/deploying.ts';
import { urlOf } from '../functions.ts';
import type { Plan } from '../plan.ts';
import { stageSecrets } from './stage-secrets.ts';

export type Stage = {
	readonly plan: Plan;
	readonly routes: Routes;
	readonly google: Google;
	/** What another command has to be told to mean this stage. */
	readonly flags: string;
	/** What senders post to, where something stands before the functions. */
	readonly publicUrl: string | undefined;
	readonly env: Readonly<Record<string, string | undefined>>;
};

/** Where an operator sits, Google is further away than it is from a function. */
const timeoutMillis = 15_000;

/** A stage as the commands work on it: what the ports need follows from its names. */
export async function stagePlace(stage: Stage): Promise<Place> {
	const { plan, google, routes, publicUrl } = stage;
	const functions = `v2/projects/${plan.project}/locations/${plan.region}/functions`;
	if ((await look(google, 'cloudfunctions', `${functions}/${plan.schedule.function}`)) === undefined) throw notDeployed(stage);
	const store = openStore(stage);
	const hosts = routes.routes.flatMap(({ path, function: name }) =>
		path === undefined ? [] : [[path, publicUrl ?? urlOf(name, plan, routes)]],
	);
	return {
		...undeployedPlace(stage),
		url: publicUrl,
		publicUrl,
		hosts: Object.fromEntries(hosts),
		hasStore: () => true,
		withStore: (work) => work(store),
	};
}

/** What there is of a stage before its first deployment: secrets can be set. */
export function undeployedPlace(stage: Stage): Place {
	const { plan, google, flags } = stage;
	return {
		stage: plan.stage,
		flags,
		url: undefined,
		publicUrl: undefined,
		hasStore: () => false,
		withStore: async () => {
			throw notDeployed(stage);
		},
		secrets: stageSecrets({ plan, google, flags }),
	};
}

function openStore({ plan, google, env }: Stage): PlaceStore {
	const { project, prefix } = plan;
	const noIdentity = () => Promise.reject(new Mistake('an operator has no identity of a function'));
	const client = createClient({ env, tokens: { access: google.token, identity: noIdentity }, timeoutMillis });
	const documents = createDocuments(jsonCall(client, 'firestore'), project, `${prefix}events`);
	return {
		events: createEvents(documents),
		openings: createOpenings(documents),
		queue: createQueue(jsonCall(client, 'pubsub'), { project, prefix }),
		blobs: createBlobs(client, plan.bucket.name),
	};
}

function notDeployed({ plan, flags }: Stage): Mistake {
	return new Mistake(
		`--stage: ${plan.mark} is not deployed in ${plan.project}, ${plan.region}: npx sls deploy${flags}, or give another --stage`,
	);
}
