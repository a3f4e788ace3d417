import { createBlobs } from '../../../clouds/aws/blobs.ts';
import { jsonCall } from '../../../clouds/aws/call-json.ts';
import { createEvents } from '../../../clouds/aws/events.ts';
import { createOpenings } from '../../../clouds/aws/openings.ts';
import { createQueue } from '../../../clouds/aws/queue.ts';
import { tableItems } from '../../../clouds/aws/table-items.ts';
import type { Place } from '../../commands/place.ts';
import { Mistake } from '../../mistake.ts';
import { readStack, type Stack } from './read-stack.ts';
import type { Stage } from './stage.ts';
import { stageSecrets } from './stage-secrets.ts';

/** A stage as the commands work on it: what the ports need is in the outputs of its stack. */
export async function stagePlace(stage: Stage): Promise<Place> {
	const { client } = stage;
	const { outputs } = await deployed(stage);
	const output = (name: string) => {
		const value = outputs[name];
		if (value) return value;
		throw new Mistake(`--stage: ${stage.stackName} has no output ${name}: deploy it again, npx sls deploy${stage.flags}`);
	};
	const url = output('WebhookUrl');
	const items = tableItems(jsonCall(client, 'dynamodb'), output('WebhookTable'));
	const store = {
		events: createEvents(items),
		openings: createOpenings(items),
		queue: createQueue(jsonCall(client, 'sqs'), output('WebhookQueues')),
		blobs: createBlobs(client, output('WebhookBucket')),
	};
	return { ...undeployedPlace(stage), url, publicUrl: url, hasStore: () => true, withStore: (work) => work(store) };
}

/** What there is of a stage before its first deployment: secrets can be set. */
export function undeployedPlace({ name, ssm, prefix, flags, ...stage }: Stage): Place {
	return {
		stage: name,
		flags,
		url: undefined,
		publicUrl: undefined,
		hasStore: () => false,
		withStore: async () => {
			throw notDeployed({ ...stage, flags });
		},
		secrets: stageSecrets({ ssm, prefix, stage: name, flags }),
	};
}

async function deployed(stage: Stage): Promise<Stack> {
	const stack = await readStack(stage.client, stage.stackName);
	if (stack === undefined) throw notDeployed(stage);
	return stack;
}

function notDeployed({ stackName, region, flags }: Pick<Stage, 'stackName' | 'region' | 'flags'>): Mistake {
	return new Mistake(`--stage: ${stackName} is not deployed in ${region}: npx sls deploy${flags}, or give another --stage or --region`);
}
