import { jsonCall } from '../../../src/clouds/aws/call-json.ts';
import { type AwsRequest, createClient } from '../../../src/clouds/aws/client.ts';
import { createCloud } from '../../../src/clouds/aws/create-cloud.ts';
import type { Platform } from '../../../src/middleware/step.ts';
import type { Delivery } from '../../../src/webhook/delivery.ts';
import type { Route, Routes, Source } from '../../../src/webhook/source.ts';
import type { AwsEnvironment, Emulators } from './emulators.ts';
import { type FakeSsm, startFakeSsm } from './fake-ssm.ts';
import { httpApiEvent, sqsEvent } from './lambda-events.ts';
import { type Taken, takeAll } from './take-all.ts';

type Handler = (input: unknown, context: unknown) => Promise<unknown>;
type HttpAnswer = { readonly statusCode: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };

export type AwsPlatform = {
	/** The service as the function of this name sees it. Each call is an instance of its own. `watch` is told what is asked of AWS. */
	readonly as: (name: string, env?: Readonly<Record<string, string>>, watch?: (request: AwsRequest) => void) => Platform;
	readonly env: AwsEnvironment;
	readonly ssm: FakeSsm;
	readonly lines: string[];
	/** What is visible in a queue, by the name of its function. */
	readonly take: (name: string) => Promise<readonly Taken[]>;
	/** Does what Lambda does with a queue: invokes the function with what is visible, and deletes what it does not name as failed. Returns how many came. */
	readonly drain: (name: string, handler: Handler) => Promise<{ readonly came: number; readonly failed: number }>;
	/** Deletes the queues of a function, as CloudFormation does when it is deployed no more. */
	readonly remove: (name: string) => Promise<void>;
	readonly close: () => Promise<void>;
};

export const retry = { attempts: 3, backoff: 0 };

/** `keeping`: what the source says besides. */
export async function awsPlatform(emulators: Emulators, routes: readonly Route[], keeping: Partial<Source> = {}): Promise<AwsPlatform> {
	const functions = [...new Set(routes.filter(({ type }) => type !== undefined).map((route) => route.function))];
	const ssm = await startFakeSsm();
	const env = { ...(await emulators.service(functions)), AWS_ENDPOINT_URL_SSM: ssm.url };
	const sqs = jsonCall(createClient({ env }), 'sqs');
	const sources = { stripe: { name: 'stripe', provider: 'stripe', maxBody: 1024 * 1024, ...keeping } };
	const all: Routes = { service: 'shop', stage: 'prod', sources, routes, retry, timeouts: {} };
	const lines: string[] = [];
	const take = (name: string) => takeAll(sqs, env.WEBHOOK_QUEUES + name);
	return {
		as: (name, changes = {}, watch = () => undefined) => {
			const own = { ...env, WEBHOOK_FUNCTION: name, ...changes };
			// A busy machine is not an unreliable service.
			const ask = createClient({ env: own, timeoutMillis: 15_000 });
			const client = (request: AwsRequest) => {
				watch(request);
				return ask(request);
			};
			return { routes: all, cloud: createCloud({ env: own, routes: all, client, write: (line) => lines.push(line) }) };
		},
		env,
		ssm,
		lines,
		take,
		drain: async (name, handler) => {
			const QueueUrl = env.WEBHOOK_QUEUES + name;
			const taken = await take(name);
			if (taken.length === 0) return { came: 0, failed: 0 };
			const { batchItemFailures } = (await handler(sqsEvent(QueueUrl, taken), {})) as { batchItemFailures: { itemIdentifier: string }[] };
			const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
			for (const { messageId, receiptHandle } of taken) {
				if (!failed.has(messageId)) await sqs('DeleteMessage', { QueueUrl, ReceiptHandle: receiptHandle });
			}
			return { came: taken.length, failed: failed.size };
		},
		remove: async (name) => {
			for (const queue of [name, `${name}-dead`]) await sqs('DeleteQueue', { QueueUrl: env.WEBHOOK_QUEUES + queue });
		},
		close: ssm.close,
	};
}

export async function post(handler: Handler, sent: Delivery, base64 = true): Promise<HttpAnswer> {
	return (await handler(httpApiEvent(sent, { base64 }), {})) as HttpAnswer;
}
