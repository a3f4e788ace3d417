import type { Headers } from '../../src/webhook/delivery.ts';
import { header, type Judge, load, secondsOf, textOf, withHeaders } from './judge.ts';

type Webhook = {
	readonly verify: (body: string, headers: Headers) => unknown;
	readonly sign: (id: string, time: Date, body: string) => string;
};

/**
 * The two libraries that know the form of Standard Webhooks.
 * @param prefix what the three headers start with
 * @param key the provider's secret in the form of the specification, where it has another
 */
export function judgeStandardWebhooks(
	name: 'standardwebhooks' | 'svix',
	prefix: 'webhook' | 'svix',
	key = (secret: string) => secret,
): Judge {
	const webhook = async (secret: string) => {
		const { Webhook } = await load<{ readonly Webhook: new (secret: string) => Webhook }>(name);
		return new Webhook(key(secret));
	};
	return {
		package: name,
		accepts: async (delivery, secret) => {
			// One of the two knows only the headers of the specification.
			const names = ['id', 'timestamp', 'signature'].map((part) => [`webhook-${part}`, header(delivery, `${prefix}-${part}`)]);
			return (await webhook(secret)).verify(textOf(delivery), { ...delivery.headers, ...Object.fromEntries(names) });
		},
		sign: async (delivery, secret) => {
			const id = header(delivery, `${prefix}-id`) || `msg_${delivery.requestId}`;
			const signature = (await webhook(secret)).sign(id, new Date(delivery.receivedAt), textOf(delivery));
			return withHeaders(delivery, {
				[`${prefix}-id`]: id,
				[`${prefix}-timestamp`]: String(secondsOf(delivery)),
				[`${prefix}-signature`]: signature,
			});
		},
		lax: ['with the signature twice', 'with the signature twice, after a space', 'with a space after the signature'],
	};
}
