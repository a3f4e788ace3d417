import { retryOf } from '../../webhook/retry-of.ts';
import type { Routes } from '../../webhook/source.ts';
import { prefixOf, queued, sweepName } from '../aws/plan.ts';
import { type Grant, type Guarded, pubsubItself, type Subscription } from './plan.ts';
import { queueSide, unitsOf } from './units.ts';

/** Where Pub/Sub puts what it delivered too often: the backstop of our own limit of attempts, emptied by the sweep. */
export const givenUp = 'given-up';
export const sweepTimeout = 60;

type Queues = { readonly topics: readonly Guarded[]; readonly subscriptions: readonly Subscription[] };
type Asked = {
	readonly routes: Routes;
	/** Of the identity that wakes functions. */
	readonly waker: string;
	/** Who may publish to a topic, by its name without the prefix. */
	readonly publishers: (topic: string) => readonly string[];
};

/** A topic with a push subscription for each function that takes events, one with a subscription of its own for its dead letters, and one for what Pub/Sub gives up. */
export function queues({ routes, waker, publishers }: Asked): Queues {
	const prefix = prefixOf(routes);
	const names = queued(routes);
	const topic = (name: string, more: readonly string[] = []): Guarded => ({
		name: `${prefix}${name}`,
		grants: granting('roles/pubsub.publisher', [...publishers(name), ...more]),
	});
	return {
		topics: [...names.flatMap((name) => [topic(name), topic(`${name}-dead`)]), topic(givenUp, names.length > 0 ? [pubsubItself] : [])],
		subscriptions: [
			...names.flatMap((name) => [feeding(name, { routes, waker }), keeping(`${prefix}${name}-dead`)]),
			{
				...subscription(`${prefix}${givenUp}`, sweepTimeout),
				push: { function: `${prefix}${sweepName}`, identity: waker, backoff: 60 },
			},
		],
	};
}

export function granting(role: string, members: readonly string[]): readonly Grant[] {
	return members.length === 0 ? [] : [{ role, members: [...new Set(members)].sort() }];
}

const longestDeadline = 600;

/** Time-out < lease (5 seconds more, claim-run.ts) < acknowledgement, so that no second run is woken while one may still end. */
function subscription(name: string, timeout: number): Omit<Subscription, 'push'> {
	return { name, topic: name, ackDeadlineSeconds: Math.min(longestDeadline, timeout + 15), grants: [] };
}

function feeding(name: string, { routes, waker }: Pick<Asked, 'routes' | 'waker'>): Subscription {
	const prefix = prefixOf(routes);
	const unit = unitsOf(routes).find((each) => each.of === name && each.kind === 'queue');
	return {
		...subscription(`${prefix}${name}`, routes.timeouts[name] ?? 6),
		push: {
			function: `${prefix}${unit?.name ?? queueSide(name)}`,
			identity: waker,
			backoff: Math.min(longestDeadline, Math.max(1, Math.round(retryOf(name, routes).backoff))),
			givenUp: `${prefix}${givenUp}`,
		},
		grants: granting('roles/pubsub.subscriber', [pubsubItself]),
	};
}

/** A topic without a subscription keeps nothing. */
function keeping(name: string): Subscription {
	return subscription(name, 45);
}
