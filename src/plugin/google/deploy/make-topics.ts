import type { Guarded } from '../plan.ts';
import { isConflict, Refusal } from '../refusal.ts';
import { type Deploying, inLanes, isMarked, look } from './deploying.ts';
import { guardOf, ofStage, setPolicy } from './policy.ts';

const service = 'pubsub';

/** https://docs.cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics */
export async function makeTopics(deploying: Deploying): Promise<string | undefined> {
	const made: string[] = [];
	await inLanes(deploying.plan.topics, 4, async (topic) => {
		if (await makeTopic(topic, deploying)) made.push(topic.name);
	});
	return made.length > 0 ? `made ${made.length} topics` : undefined;
}

async function makeTopic({ name, grants }: Guarded, { google, plan, emails, wait }: Deploying): Promise<boolean> {
	const path = `v1/projects/${plan.project}/topics/${name}`;
	// Messages hold what was sent, so they stay in the stage's region.
	const body = { labels: { hookport: plan.mark }, messageStoragePolicy: { allowedPersistenceRegions: [plan.region] } };
	const found = await look(google, service, path);
	if (found === undefined) {
		await google.call({ service, method: 'PUT', path, body }).catch((error: unknown) => {
			if (!isConflict(error)) throw error;
		});
	} else if (!isMarked(found.labels, plan))
		throw new Refusal(`the topic ${name} is there already, and is not of this stage`, 'ALREADY_EXISTS', 409);
	await setPolicy(guardOf({ google }, service, path), grants, { isOurs: ofStage(emails), wait });
	return found === undefined;
}
