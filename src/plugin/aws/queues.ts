import type { Routes } from '../../webhook/source.ts';
import { arnOf, logicalId, type Plan, prefixOf, queued, type Resource, type Resources, ref } from './plan.ts';

export const queueId = (name: string) => `${logicalId(name)}Queue`;
export const deadQueueId = (name: string) => `${logicalId(name)}DeadQueue`;
/** Where SQS puts what was received too often: the backstop of our own limit of attempts, emptied by the sweep. */
export const givenUpQueueId = 'WebhookGivenUpQueue';

export const sweepTimeout = 60;
const fourteenDays = 14 * 24 * 60 * 60;

/** A queue and a dead-letter queue for each function that takes events, and one for what SQS gives up. */
export function queues({ routes }: Plan): Resources {
	const names = queued(routes);
	const own = names.flatMap((name) => [
		[queueId(name), queue(`${prefixOf(routes)}${name}`, feeding(name, routes))],
		[deadQueueId(name), queue(`${prefixOf(routes)}${name}-dead`, {})],
	]);
	const ids = [...names.flatMap((name) => [queueId(name), deadQueueId(name)]), givenUpQueueId];
	return {
		...Object.fromEntries(own),
		[givenUpQueueId]: queue(`${prefixOf(routes)}given-up`, { VisibilityTimeout: 6 * sweepTimeout }),
		WebhookQueuePolicy: tlsOnly(ids),
	};
}

/** Seconds: time-out < lease (time-out + 5, claim-run.ts) < visibility, which AWS wants to be six time-outs: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export function visibilityOf(name: string, { timeouts }: Pick<Routes, 'timeouts'>): number {
	const timeout = timeouts[name] ?? 6;
	return Math.max(6 * timeout, timeout + 15);
}

/** Far above the 100 attempts that a function may have: what meets a lease, a throttled function or a bundle that does not load is received without an attempt. */
const mostReceipts = 300;

function feeding(name: string, routes: Routes) {
	return {
		VisibilityTimeout: visibilityOf(name, routes),
		RedrivePolicy: { deadLetterTargetArn: arnOf(givenUpQueueId), maxReceiveCount: mostReceipts },
	};
}

function queue(name: string, properties: Readonly<Record<string, unknown>>): Resource {
	return {
		Type: 'AWS::SQS::Queue',
		Properties: { QueueName: name, MessageRetentionPeriod: fourteenDays, SqsManagedSseEnabled: true, ...properties },
	};
}

/** In a queue's own policy `*` is that queue. */
function tlsOnly(ids: readonly string[]): Resource {
	return {
		Type: 'AWS::SQS::QueuePolicy',
		Properties: {
			Queues: ids.map(ref),
			PolicyDocument: {
				Version: '2012-10-17',
				Statement: [
					{
						Effect: 'Deny',
						Principal: '*',
						Action: 'sqs:*',
						Resource: '*',
						Condition: { Bool: { 'aws:SecureTransport': 'false' } },
					},
				],
			},
		},
	};
}
