import { randomUUID } from 'node:crypto';
import { base64, type Json, list, only, Refused, wellFormed } from './fake-error.ts';
import { type Pushed, pushTo, type Subscription } from './fake-push.ts';

export type FakePubSub = {
	readonly answer: (method: string, path: string, body: unknown) => unknown;
	readonly close: () => void;
};

type Options = {
	/** What a second of back-off takes here, in milliseconds. */
	readonly secondMillis: number;
};

/** Pub/Sub's REST calls that we and a deployment make, with push delivery, back-off and dead letters. */
export function createFakePubSub({ secondMillis }: Options): FakePubSub {
	const topics = new Set<string>();
	const subscriptions = new Map<string, Subscription>();
	const timers = new Set<NodeJS.Timeout>();
	const later = (millis: number, act: () => void) => {
		const timer = setTimeout(() => {
			timers.delete(timer);
			act();
		}, millis);
		timers.add(timer);
	};
	const deliver = (topic: string, message: Pushed) => {
		for (const subscription of subscriptions.values()) {
			if (subscription.topic !== topic) continue;
			if (subscription.pushEndpoint === undefined) subscription.waiting.push({ message, ackId: randomUUID(), taken: false, attempt: 0 });
			else pushTo(subscription, message, { later, secondMillis, giveUp: deliver });
		}
	};
	const publish = (topic: string, body: unknown) => {
		const { messages } = only(body, ['messages'], 'publish');
		if (!topics.has(topic)) throw new Refused('NOT_FOUND', `Resource not found (resource=${topic}).`);
		const all = list(messages, 'messages').map(messageOf);
		for (const message of all) deliver(topic, message);
		return { messageIds: all.map(({ messageId }) => messageId) };
	};
	const there = (name: string) => {
		const known = subscriptions.get(name);
		if (known === undefined) throw new Refused('NOT_FOUND', `Resource not found (resource=${name}).`);
		return known;
	};
	return {
		answer: (method, path, body) => {
			const [, name = '', kind = '', action] = /^\/v1\/(projects\/[^/]+\/(topics|subscriptions)\/[^/:]+)(?::(\w+))?$/.exec(path) ?? [];
			if (kind === 'topics' && action === 'publish') return publish(name, body);
			if (kind === 'topics' && method === 'PUT') return create(topics, name, () => topics.add(name));
			if (kind === 'topics' && method === 'DELETE') return topics.delete(name) ? {} : there(name);
			if (kind === 'subscriptions' && method === 'PUT')
				return create(subscriptions, name, () => subscriptions.set(name, subscriptionOf(name, body, topics)));
			if (kind === 'subscriptions' && method === 'DELETE') return there(name) && subscriptions.delete(name) ? {} : {};
			if (kind === 'subscriptions' && action === 'pull') return pull(there(name), body);
			if (kind === 'subscriptions' && action === 'modifyAckDeadline') return leave(there(name), body);
			if (kind === 'subscriptions' && action === 'acknowledge') return acknowledge(there(name), body);
			throw new Refused('NOT_FOUND', path);
		},
		close: () => {
			for (const timer of timers) clearTimeout(timer);
		},
	};
}

function create(known: { readonly has: (name: string) => boolean }, name: string, make: () => unknown): Json {
	if (known.has(name)) throw new Refused('ALREADY_EXISTS', `Resource already exists in the project (resource=${name}).`);
	make();
	return { name };
}

/** Attributes have bounds: https://cloud.google.com/pubsub/quotas#resource_limits */
function messageOf(given: unknown): Pushed {
	const { data, attributes = {} } = only(given, ['data', 'attributes', 'orderingKey'], 'messages');
	const texts = Object.entries(only(attributes, Object.keys(Object(attributes)), 'attributes')).map(([key, value]) => {
		if (key === '' || Buffer.byteLength(wellFormed(value, key)) > 1024) throw new Refused('INVALID_ARGUMENT', 'an attribute is too long');
		return [key, String(value)] as const;
	});
	if (data === undefined && texts.length === 0) throw new Refused('INVALID_ARGUMENT', 'some messages are empty');
	return {
		...(data !== undefined && { data: base64(data, 'data') }),
		attributes: Object.fromEntries(texts),
		messageId: randomUUID(),
		publishTime: new Date().toISOString(),
	};
}

const settings = [
	'topic',
	'pushConfig',
	'ackDeadlineSeconds',
	'retryPolicy',
	'deadLetterPolicy',
	'messageRetentionDuration',
	'expirationPolicy',
	'labels',
];

function subscriptionOf(name: string, body: unknown, topics: ReadonlySet<string>): Subscription {
	const given = only(body, settings, 'subscription');
	const topic = wellFormed(given.topic, 'topic');
	const push = only(given.pushConfig ?? {}, ['pushEndpoint', 'oidcToken', 'attributes'], 'pushConfig');
	const retry = only(given.retryPolicy ?? {}, ['minimumBackoff', 'maximumBackoff'], 'retryPolicy');
	const dead = only(given.deadLetterPolicy ?? {}, ['deadLetterTopic', 'maxDeliveryAttempts'], 'deadLetterPolicy');
	const attempts = Number(dead.maxDeliveryAttempts ?? 5);
	if (!topics.has(topic)) throw new Refused('NOT_FOUND', `Resource not found (resource=${topic}).`);
	if (attempts < 5 || attempts > 100) throw new Refused('INVALID_ARGUMENT', 'maxDeliveryAttempts must be from 5 to 100');
	return {
		name,
		topic,
		...(push.pushEndpoint !== undefined && { pushEndpoint: new URL(wellFormed(push.pushEndpoint, 'pushEndpoint')) }),
		backoff: [secondsOf(retry.minimumBackoff ?? '10s'), secondsOf(retry.maximumBackoff ?? '600s')],
		...(dead.deadLetterTopic !== undefined && { deadLetters: { topic: wellFormed(dead.deadLetterTopic, 'deadLetterTopic'), attempts } }),
		ackSeconds: Number(given.ackDeadlineSeconds ?? 10),
		waiting: [],
	};
}

function secondsOf(duration: unknown): number {
	const seconds = Number(/^(\d+(?:\.\d+)?)s$/.exec(String(duration))?.[1]);
	if (!(seconds >= 0 && seconds <= 600)) throw new Refused('INVALID_ARGUMENT', 'a back-off is from 0s to 600s');
	return seconds;
}

/** What nobody has taken; who took it has to acknowledge it, or to leave it: no time is over here. */
function pull(subscription: Subscription, body: unknown): Json {
	const { maxMessages } = only(body, ['maxMessages', 'returnImmediately'], 'pull');
	if (subscription.pushEndpoint) throw new Refused('FAILED_PRECONDITION', 'Method does not apply to push subscriptions');
	if (!(Number(maxMessages) > 0)) throw new Refused('INVALID_ARGUMENT', 'maxMessages must be positive');
	const some = subscription.waiting.filter(({ taken }) => !taken).slice(0, Number(maxMessages));
	for (const one of some) {
		one.taken = true;
		one.attempt += 1;
	}
	return some.length === 0
		? {}
		: {
				receivedMessages: some.map(({ ackId, message, attempt }) => ({
					ackId,
					message,
					...(subscription.deadLetters && { deliveryAttempt: attempt }),
				})),
			};
}

function leave({ waiting }: Subscription, body: unknown): Json {
	const { ackIds, ackDeadlineSeconds } = only(body, ['ackIds', 'ackDeadlineSeconds'], 'modifyAckDeadline');
	const left = new Set(list(ackIds, 'ackIds'));
	if (ackDeadlineSeconds !== 0) throw new Refused('INVALID_ARGUMENT', 'only 0 seconds are known here');
	for (const one of waiting) one.taken &&= !left.has(one.ackId);
	return {};
}

function acknowledge({ waiting }: Subscription, body: unknown): Json {
	const { ackIds } = only(body, ['ackIds'], 'acknowledge');
	const done = new Set(list(ackIds, 'ackIds'));
	const left = waiting.filter(({ ackId }) => !done.has(ackId));
	waiting.splice(0, waiting.length, ...left);
	return {};
}
