import { exchange } from '../../../src/clouds/exchange.ts';
import { identityToken } from './fake-metadata.ts';

export type Pushed = {
	readonly data?: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly messageId: string;
	readonly publishTime: string;
};

export type Subscription = {
	readonly name: string;
	readonly topic: string;
	readonly pushEndpoint?: URL;
	/** Seconds, at least and at most. */
	readonly backoff: readonly [number, number];
	readonly deadLetters?: { readonly topic: string; readonly attempts: number };
	readonly ackSeconds: number;
	/** Of a subscription that is pulled. */
	readonly waiting: { readonly message: Pushed; readonly ackId: string; taken: boolean; attempt: number }[];
};

type Means = {
	readonly later: (millis: number, act: () => void) => void;
	readonly secondMillis: number;
	readonly giveUp: (topic: string, message: Pushed) => void;
};

/** Posts the message until it is taken, as https://cloud.google.com/pubsub/docs/push says, and gives it to the topic of dead letters after so many attempts. */
export function pushTo(subscription: Subscription, message: Pushed, means: Means, attempt = 1): void {
	const { deadLetters, backoff } = subscription;
	means.later(0, async () => {
		if (await post(subscription, message, attempt)) return;
		if (deadLetters && attempt >= deadLetters.attempts) {
			const attributes = {
				...message.attributes,
				CloudPubSubDeadLetterSourceSubscription: subscription.name,
				CloudPubSubDeadLetterSourceDeliveryCount: String(attempt),
			};
			return means.giveUp(deadLetters.topic, { ...message, attributes });
		}
		const seconds = Math.min(backoff[0] * 2 ** (attempt - 1), backoff[1]);
		means.later(seconds * means.secondMillis, () => pushTo(subscription, message, means, attempt + 1));
	});
}

async function post({ pushEndpoint, name, deadLetters, ackSeconds }: Subscription, message: Pushed, attempt: number): Promise<boolean> {
	if (pushEndpoint === undefined) return false;
	const body = JSON.stringify({ message, subscription: name, ...(deadLetters && { deliveryAttempt: attempt }) });
	const headers = {
		host: pushEndpoint.host,
		'content-type': 'application/json',
		'content-length': String(Buffer.byteLength(body)),
		authorization: `Bearer ${identityToken(pushEndpoint.origin)}`,
		from: 'noreply@google.com',
		'user-agent': 'CloudPubSub-Google',
	};
	try {
		const path = pushEndpoint.pathname + pushEndpoint.search;
		const { status } = await exchange(pushEndpoint, { method: 'POST', path, headers, body, fresh: true }, ackSeconds * 1000);
		return status === 102 || (status >= 200 && status < 300);
	} catch {
		return false;
	}
}
