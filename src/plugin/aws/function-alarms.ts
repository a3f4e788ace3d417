import { retryOf } from '../../webhook/retry-of.ts';
import type { Routes } from '../../webhook/source.ts';
import { type Alarm, metric } from './metrics.ts';
import { logicalId } from './plan.ts';
import { deadQueueId, queueId } from './queues.ts';

/** What somebody is told of one function, by logical id. */
export function functionAlarms(name: string, routes: Routes): Readonly<Record<string, Alarm>> {
	return {
		[`${logicalId(name)}DeadLettersAlarm`]: {
			description: `${name} has dead letters: look with "sls webhook dead-letters", and replay`,
			queries: [ofQueue('ApproximateNumberOfMessagesVisible', deadQueueId(name), 60)],
			above: 0,
		},
		[`${logicalId(name)}OldestMessageAlarm`]: {
			description: `${name} does not keep up: its oldest message is older than all of its attempts take`,
			queries: [ofQueue('ApproximateAgeOfOldestMessage', queueId(name), 300)],
			above: patience(name, routes),
		},
	};
}

function ofQueue(name: string, id: string, period: number) {
	return metric({
		id: 'm',
		namespace: 'AWS/SQS',
		name,
		dimensions: { QueueName: { 'Fn::GetAtt': [id, 'QueueName'] } },
		stat: 'Maximum',
		period,
	});
}

const longestWait = 15 * 60;
const spare = 5 * 60;

/** Seconds in which every attempt has been made, however badly they go. */
function patience(name: string, routes: Routes): number {
	const { attempts, backoff } = retryOf(name, routes);
	const waits = Array.from({ length: attempts - 1 }, (_, at) => Math.min(backoff * 2 ** at, longestWait));
	const waiting = waits.reduce((sum, wait) => sum + wait, 0);
	return Math.ceil(waiting) + attempts * (routes.timeouts[name] ?? 6) + spare;
}
