import { type AzureRequest, createClient } from '../../../src/clouds/azure/client.ts';
import { createCloud } from '../../../src/clouds/azure/create-cloud.ts';
import { createWholeSweep } from '../../../src/clouds/azure/create-whole-sweep.ts';
import type { Environment } from '../../../src/clouds/azure/endpoint.ts';
import { type QueueMessage, queueMessages } from '../../../src/clouds/azure/messages.ts';
import { type Handler, running } from '../../../src/clouds/azure/running.ts';
import type { Platform } from '../../../src/middleware/step.ts';
import type { Delivery } from '../../../src/webhook/delivery.ts';
import type { Reply } from '../../../src/webhook/reply.ts';
import type { Route, Routes, Source } from '../../../src/webhook/source.ts';
import { azureService } from './azure-service.ts';
import { type FakeVault, startFakeVault } from './fake-vault.ts';
import { contextOf, invoke, requestOf } from './invocation.ts';
import { release } from './release.ts';
import type { Azurite } from './start-azurite.ts';
import { takeAll } from './take-all.ts';

export type AzurePlatform = {
	/** The service as an instance sees it that has just started. `watch` is told what is asked of Azure. */
	readonly cold: (env?: Environment, watch?: (request: AzureRequest) => void) => Platform;
	readonly env: Environment;
	readonly vault: FakeVault;
	readonly lines: string[];
	/** What is visible in a queue. */
	readonly take: (queue: string) => Promise<readonly QueueMessage[]>;
	/**
	 * Does what the host does with a function's queue: calls it with each message that is visible, deletes those that it returns for, and after five failures
	 * puts one into the queue for poison. Returns how many came, and how many failed.
	 */
	readonly drain: (name: string, handler: Handler, attempt?: number) => Promise<{ readonly came: number; readonly failed: number }>;
	/** What the timer does, so many milliseconds later. */
	readonly sweepIn: (millis: number, watch?: (request: AzureRequest) => void) => Promise<unknown>;
	readonly close: () => Promise<void>;
};

export const retry = { attempts: 3, backoff: 0 };
const mostDequeues = 5;

/** `keeping`: what the source says besides. */
export async function azurePlatform(azurite: Azurite, routes: readonly Route[], keeping: Partial<Source> = {}): Promise<AzurePlatform> {
	const functions = [...new Set(routes.filter(({ type }) => type !== undefined).map((route) => route.function))];
	const vault = await startFakeVault();
	const env = { ...(await azureService(azurite.another(), functions)), ...vault.env, WEBSITE_HOSTNAME: 'shop-prod.azurewebsites.net' };
	const sources = { stripe: { name: 'stripe', provider: 'stripe', maxBody: 1024 * 1024, ...keeping } };
	const all: Routes = { service: 'shop', stage: 'prod', sources, routes, retry, timeouts: {} };
	const lines: string[] = [];
	const write = (line: string) => void lines.push(line);
	const messages = queueMessages(createClient({ env }));
	const watched = (own: Environment, watch: (request: AzureRequest) => void) => {
		// A busy machine is not an unreliable service.
		const ask = createClient({ env: own, timeoutMillis: 15_000 });
		return (request: AzureRequest) => {
			watch(request);
			return ask(request);
		};
	};
	return {
		cold: (changes = {}, watch = () => undefined) => {
			const own = { ...env, ...changes };
			return { routes: all, cloud: createCloud({ env: own, routes: all, client: watched(own, watch), write }) };
		},
		env,
		vault,
		lines,
		take: (queue) => takeAll(env, queue),
		drain: async (name, handler, dequeueCount = 1) => {
			const taken = await takeAll(env, name);
			const outcomes = await Promise.all(
				taken.map(async (message) => {
					const context = contextOf(name, { triggerMetadata: { id: message.id, dequeueCount } });
					const failed = await invoke(name, handler, { kind: 'queue', queue: name, message: asHost(message.text) }, context).then(
						() => false,
						() => true,
					);
					if (failed && dequeueCount === mostDequeues) await messages.put(`${name}-poison`, message.text);
					if (!failed || dequeueCount === mostDequeues) await messages.remove(name, message);
					else await release(env, name, message);
					return failed;
				}),
			);
			return { came: taken.length, failed: outcomes.filter(Boolean).length };
		},
		sweepIn: async (millis, watch = () => undefined) => {
			const now = () => Date.now() + millis;
			const client = watched(env, watch);
			const cloud = createCloud({ env, routes: all, client, now, write });
			const context = contextOf('webhook-sweep');
			return await running.run({ name: 'webhook-sweep', context }, () =>
				createWholeSweep({ cloud, client, queues: functions })({ isPastDue: false }, context),
			);
		},
		close: vault.close,
	};
}

/** The host passes JSON on as what it says. */
function asHost(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

export async function post(handler: Handler, sent: Delivery, name = 'stripe'): Promise<Reply> {
	const request = requestOf(sent);
	const rawBody = Buffer.from(await request.arrayBuffer());
	return (await invoke(name, handler, { kind: 'http', request, rawBody })) as Reply;
}
