import { fields, found, type Json, page, policyRules, type Rule, taken, wrong } from './rules.ts';
import { projectNumber, type State } from './state.ts';

const topic = ['labels', 'messageStoragePolicy'];
const changing = [
	...['ackDeadlineSeconds', 'messageRetentionDuration', 'expirationPolicy', 'labels'],
	...['pushConfig', 'retryPolicy', 'deadLetterPolicy'],
];
const agent = `serviceAccount:service-${projectNumber}@gcp-sa-pubsub.iam.gserviceaccount.com`;

/** Pub/Sub: a subscription needs its topics, and who it wakes must let it in. */
export function queueRules(state: State): Readonly<Record<string, readonly Rule[]>> {
	const topicPath = /^v1\/(projects\/[^/]+\/topics\/[^/:]+)$/;
	const subscriptionPath = /^v1\/(projects\/[^/]+\/subscriptions\/[^/:]+)$/;
	const policy = /^v1\/(projects\/[^/]+\/(?:topics|subscriptions)\/[^/:]+):(get|set)IamPolicy$/;
	const all = { topics: state.topics, subscriptions: state.subscriptions };
	const holder = (name: string) => found(name.includes('/topics/') ? state.topics : state.subscriptions, name);
	const remove = (map: Map<string, Json>) => (names: readonly string[]) => {
		const [name = ''] = names;
		found(map, name);
		map.delete(name);
		state.policies.remove(name);
		return {};
	};
	return {
		pubsub: [
			['GET', topicPath, ([name = '']) => found(state.topics, name)],
			[
				'PUT',
				topicPath,
				([name = ''], { body }) => {
					if (state.topics.has(name)) throw taken(name);
					state.topics.set(name, { name, ...fields(body, topic) });
					return {};
				},
			],
			['DELETE', topicPath, remove(state.topics)],
			['GET', subscriptionPath, ([name = '']) => found(state.subscriptions, name)],
			[
				'PUT',
				subscriptionPath,
				([name = ''], { body }) => {
					if (state.subscriptions.has(name)) throw taken(name);
					const given = fields(body, ['topic', ...changing], ['topic']);
					found(state.topics, String(given.topic));
					check(given, state);
					state.subscriptions.set(name, { name, ...given });
					return {};
				},
			],
			[
				'PATCH',
				subscriptionPath,
				([name = ''], { body }) => {
					const { subscription, updateMask } = fields(body, ['subscription', 'updateMask'], ['subscription', 'updateMask']);
					const given = fields(subscription, ['name', ...changing]);
					const mask = String(updateMask).split(',');
					const odd = mask.find((each) => !changing.includes(each) || given[each] === undefined);
					if (odd !== undefined) throw wrong(`Invalid update_mask ${odd}`);
					check(given, state);
					state.subscriptions.set(name, { ...found(state.subscriptions, name), ...given });
					return {};
				},
			],
			['DELETE', subscriptionPath, remove(state.subscriptions)],
			[
				'GET',
				/^v1\/projects\/[^/]+\/(topics|subscriptions)$/,
				([kind], asked) => page([...all[kind as keyof typeof all].values()], String(kind), asked),
			],
			...policyRules(policy, state.policies, holder),
		],
	};
}

function check(given: Json, state: State): void {
	const seconds = Number(given.ackDeadlineSeconds);
	if (seconds < 10 || seconds > 600) throw wrong('ackDeadlineSeconds must be from 10 to 600');
	if (given.pushConfig !== undefined) checkPush(given.pushConfig, state);
	if (given.deadLetterPolicy === undefined) return;
	const { deadLetterTopic, maxDeliveryAttempts } = fields(given.deadLetterPolicy, ['deadLetterTopic', 'maxDeliveryAttempts']);
	found(state.topics, String(deadLetterTopic));
	if (Number(maxDeliveryAttempts) < 5 || Number(maxDeliveryAttempts) > 100) throw wrong('maxDeliveryAttempts must be from 5 to 100');
	// Google takes it without, and then delivers nothing to it.
	if (!state.policies.grants(String(deadLetterTopic), 'roles/pubsub.publisher', agent))
		throw wrong('Pub/Sub may not publish its dead letters');
}

function checkPush(config: unknown, state: State): void {
	const { pushEndpoint, oidcToken } = fields(config, ['pushEndpoint', 'oidcToken'], ['pushEndpoint', 'oidcToken']);
	const { serviceAccountEmail, audience } = fields(oidcToken, ['serviceAccountEmail', 'audience'], ['serviceAccountEmail', 'audience']);
	found(state.identities, String(serviceAccountEmail));
	const target = [...state.services].find(([, { uri }]) => uri === audience);
	if (target === undefined || pushEndpoint !== `${String(audience)}/_queue`) throw wrong(`${String(pushEndpoint)} is no function's`);
	if (!state.policies.grants(target[0], 'roles/run.invoker', `serviceAccount:${String(serviceAccountEmail)}`))
		throw wrong('who pushes is not let in');
}
