import { randomUUID } from 'node:crypto';
import { createClient, type JsonCall, jsonCall } from '../../../src/clouds/google/client.ts';
import { createCloud } from '../../../src/clouds/google/create-cloud.ts';
import { createDocuments } from '../../../src/clouds/google/documents.ts';
import type { Environment } from '../../../src/clouds/google/endpoint.ts';
import type { Message } from '../../../src/webhook/message.ts';
import type { Cloud } from '../../../src/webhook/ports.ts';
import { project } from './fake-deployment.ts';
import type { FakeGoogle } from './fake-google.ts';

export type Letter = { readonly message: Message; readonly reason: string; readonly data: string; readonly messageId: string };

/** An empty stage of its own, and its clouds as instances of no function see them. */
export function deployStage(fake: FakeGoogle, functions: readonly string[] = [], secrets: readonly string[] = []) {
	const prefix = `test-${randomUUID().slice(0, 8)}-`;
	fake.deploy({ prefix, functions, secrets });
	const env = fake.env('', prefix);
	return { prefix, env, cloud: (options: object = {}) => cloudOf(env, options) };
}

export function cloudOf(env: Environment, options: object = {}): Cloud {
	return createCloud({ env, routes: { service: 'shop', stage: 'prod', routes: [] }, ...options });
}

export function documentsOf(env: Environment, database = 'events') {
	return createDocuments(jsonCall(createClient({ env }), 'firestore'), project, `${env.WEBHOOK_PREFIX}${database}`);
}

type Pulled = {
	readonly receivedMessages?: readonly {
		readonly ackId: string;
		readonly message: { data: string; messageId: string; attributes?: Record<string, string> };
	}[];
};

export function pubsubOf(env: Environment): JsonCall {
	return jsonCall(createClient({ env }), 'pubsub');
}

/** What waits in a subscription; nobody else gets it then. */
export async function pullAll(pubsub: JsonCall, subscription: string): Promise<readonly Letter[]> {
	const taken: Letter[] = [];
	for (;;) {
		const path = `/v1/projects/${project}/subscriptions/${subscription}`;
		const { receivedMessages = [] } = (await pubsub(`${path}:pull`, { maxMessages: 100, returnImmediately: true })) as Pulled;
		if (receivedMessages.length === 0) return taken;
		await pubsub(`${path}:acknowledge`, { ackIds: receivedMessages.map(({ ackId }) => ackId) });
		taken.push(
			...receivedMessages.map(({ message: { data, messageId, attributes = {} } }) => ({
				...{ data, messageId, reason: attributes.reason ?? '' },
				message: JSON.parse(Buffer.from(data, 'base64').toString()) as Message,
			})),
		);
	}
}
