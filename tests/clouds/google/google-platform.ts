import { randomUUID } from 'node:crypto';
import { createClient, type GoogleRequest } from '../../../src/clouds/google/client.ts';
import { createCloud } from '../../../src/clouds/google/create-cloud.ts';
import type { Platform } from '../../../src/middleware/step.ts';
import type { Delivery } from '../../../src/webhook/delivery.ts';
import type { Reply } from '../../../src/webhook/reply.ts';
import type { Route, Routes, Source } from '../../../src/webhook/source.ts';
import { project } from './fake-deployment.ts';
import type { FakeGoogle } from './fake-google.ts';
import { type Letter, pubsubOf, pullAll } from './fake-stage.ts';
import { httpRequest, pushRequest } from './google-requests.ts';

type Handler = (input: unknown, context: unknown) => Promise<unknown>;

export type GooglePlatform = {
	/** The service as the function of this name sees it. Each call is an instance of its own. `watch` is told what is asked of Google. */
	readonly as: (name: string, env?: Readonly<Record<string, string>>, watch?: (request: GoogleRequest) => void) => Platform;
	readonly prefix: string;
	readonly lines: string[];
	/** What waits in the subscription of this name. */
	readonly take: (name: string) => Promise<readonly Letter[]>;
	/** Does what Pub/Sub does with a push subscription: calls the function with what waits, each message by itself, and leaves what it does not take. */
	readonly drain: (name: string, handler: Handler) => Promise<{ readonly came: number; readonly failed: number }>;
	readonly setSecret: (name: string, value: string) => void;
};

export const retry = { attempts: 3, backoff: 0 };
/** Makes of a function that answers its sender the one that its queue pushes to. */
export const queueSide = { WEBHOOK_WAKES: 'queue' };

type Pulled = {
	readonly receivedMessages?: readonly { readonly ackId: string; readonly deliveryAttempt: number; readonly message: { data: string } }[];
};

/** `keeping`: what the source says besides. */
export function googlePlatform(fake: FakeGoogle, routes: readonly Route[], keeping: Partial<Source> = {}): GooglePlatform {
	const prefix = `test-${randomUUID().slice(0, 8)}-`;
	const functions = [...new Set(routes.filter(({ type }) => type !== undefined).map((route) => route.function))];
	fake.deploy({ prefix, functions, secrets: ['STRIPE_WEBHOOK_SECRET'] });
	const sources = { stripe: { name: 'stripe', provider: 'stripe', maxBody: 1024 * 1024, ...keeping } };
	const all: Routes = { service: 'shop', stage: 'prod', sources, routes, retry, timeouts: {} };
	const lines: string[] = [];
	const pubsub = pubsubOf(fake.env('', prefix));
	return {
		as: (name, changes = {}, watch = () => undefined) => {
			const env = { ...fake.env(name, prefix), ...changes };
			// A busy machine is not an unreliable service.
			const ask = createClient({ env, timeoutMillis: 15_000 });
			const client: typeof ask = (request) => {
				watch(request);
				return ask(request);
			};
			return { routes: all, cloud: createCloud({ env, routes: all, client, write: (line) => lines.push(line) }) };
		},
		prefix,
		lines,
		take: (name) => pullAll(pubsub, prefix + name),
		drain: async (name, handler) => {
			const path = `/v1/projects/${project}/subscriptions/${prefix}${name}`;
			const { receivedMessages = [] } = (await pubsub(`${path}:pull`, { maxMessages: 100 })) as Pulled;
			let failed = 0;
			for (const { ackId, message, deliveryAttempt } of receivedMessages) {
				const { status } = (await handler(pushRequest({ ...message, deliveryAttempt }), {})) as Reply;
				if (status !== 204) failed += 1;
				await pubsub(`${path}:${status === 204 ? 'acknowledge' : 'modifyAckDeadline'}`, {
					ackIds: [ackId],
					...(status !== 204 && { ackDeadlineSeconds: 0 }),
				});
			}
			return { came: receivedMessages.length, failed };
		},
		setSecret: (name, value) => fake.setSecret(name, value, prefix),
	};
}

export async function post(handler: Handler, sent: Delivery): Promise<Reply> {
	return (await handler(httpRequest(sent), {})) as Reply;
}
