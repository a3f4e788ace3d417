import { paths } from '../../../clouds/google/read-event.ts';
import type { Plan, Subscription } from '../plan.ts';
import { isConflict, Refusal } from '../refusal.ts';
import { type Deploying, inLanes, isMarked, look } from './deploying.ts';
import { guardOf, ofStage, setPolicy } from './policy.ts';

const service = 'pubsub';

/** After the functions, whose URLs they need. https://docs.cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions */
export async function makeSubscriptions(deploying: Deploying, urls: ReadonlyMap<string, string>): Promise<string | undefined> {
	const made: string[] = [];
	await inLanes(deploying.plan.subscriptions, 4, async (subscription) => {
		const body = bodyOf(subscription, deploying.plan, urls);
		if (await makeSubscription(subscription, body, deploying)) made.push(subscription.name);
	});
	return made.length > 0 ? `made ${made.length} subscriptions` : undefined;
}

async function makeSubscription({ name, grants }: Subscription, body: object, { google, plan, emails, wait }: Deploying): Promise<boolean> {
	const path = `v1/projects/${plan.project}/subscriptions/${name}`;
	const found = await look(google, service, path);
	if (found === undefined) {
		await google.call({ service, method: 'PUT', path, body }).catch((error: unknown) => {
			if (!isConflict(error)) throw error;
		});
	} else {
		if (!isMarked(found.labels, plan))
			throw new Refusal(`the subscription ${name} is there already, and is not of this stage`, 'ALREADY_EXISTS', 409);
		const { topic, ...changing } = body as { readonly topic: string };
		const subscription = { name: path.slice('v1/'.length), ...changing };
		await google.call({ service, method: 'PATCH', path, body: { subscription, updateMask: Object.keys(changing).join(',') } });
	}
	await setPolicy(guardOf({ google }, service, path), grants, { isOurs: ofStage(emails), wait });
	return found === undefined;
}

const mostDays = 31;
export const slowest = 600;
/** The most that Pub/Sub knows. Our own limit of attempts is below. */
export const mostDeliveries = 100;

function bodyOf({ topic, ackDeadlineSeconds, push }: Subscription, { project, mark }: Plan, urls: ReadonlyMap<string, string>): object {
	const topicName = (name: string) => `projects/${project}/topics/${name}`;
	const url = push && urls.get(push.function);
	if (push && url === undefined) throw new Refusal(`the function ${push.function} has no URL yet`, 'NOT_FOUND', 404);
	return {
		topic: topicName(topic),
		ackDeadlineSeconds,
		messageRetentionDuration: `${mostDays * 24 * 60 * 60}s`,
		// Otherwise it goes by itself after 31 days in which nothing came.
		expirationPolicy: {},
		labels: { hookport: mark },
		...(push && {
			pushConfig: { pushEndpoint: `${url}${paths.queue}`, oidcToken: { serviceAccountEmail: push.identity, audience: url } },
			retryPolicy: { minimumBackoff: `${push.backoff}s`, maximumBackoff: `${slowest}s` },
		}),
		...(push?.givenUp !== undefined && {
			deadLetterPolicy: { deadLetterTopic: topicName(push.givenUp), maxDeliveryAttempts: mostDeliveries },
		}),
	};
}
