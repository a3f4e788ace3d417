import type { Routes } from '../../webhook/source.ts';
import { type Alarm, expression, metric } from './metrics.ts';
import { prefixOf, ref, sweepName } from './plan.ts';
import { tableId } from './store.ts';

/** What somebody is told of the service as a whole, by logical id. */
export function serviceAlarms(routes: Routes): Readonly<Record<string, Alarm>> {
	return {
		WebhookServerErrorsAlarm: { description: 'Senders are answered 5xx', queries: [ofApi('errors', '5xx')], above: 4 },
		WebhookRefusedAlarm: {
			description: 'More than half of the deliveries are refused: a secret that changed at one side only, or somebody who guesses',
			queries: [ofApi('refused', '4xx'), ofApi('all', 'Count'), expression('rate', 'IF(all >= 20, 100 * refused / all, 0)')],
			above: 50,
		},
		WebhookSweepErrorsAlarm: {
			description: 'The sweep fails, so what could not be queued waits',
			queries: [ofFunction('errors', 'Errors', `${prefixOf(routes)}${sweepName}`)],
			above: 0,
			periods: 3,
		},
		WebhookTableThrottlesAlarm: {
			description: 'The table is throttled',
			queries: [
				ofTable('reads', 'ReadThrottleEvents'),
				ofTable('writes', 'WriteThrottleEvents'),
				expression('throttles', 'FILL(reads, 0) + FILL(writes, 0)'),
			],
			above: 0,
			periods: 2,
		},
		...throttles(routes),
	};
}

/** An alarm may look at ten metrics: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
const functionsPerAlarm = 9;

function throttles(routes: Routes): Readonly<Record<string, Alarm>> {
	const names = [...Object.keys(routes.timeouts), sweepName];
	const alarms = Array.from({ length: Math.ceil(names.length / functionsPerAlarm) }, (_, at): [string, Alarm] => {
		const group = names.slice(at * functionsPerAlarm, (at + 1) * functionsPerAlarm);
		const each = group.map((name, index) => ofFunction(`m${index}`, 'Throttles', `${prefixOf(routes)}${name}`));
		const description = `Lambda throttles one of ${group.join(', ')}`;
		return [`WebhookThrottles${at + 1}Alarm`, { description, queries: [...each, expression('throttles', 'SUM(METRICS())')], above: 0 }];
	});
	return Object.fromEntries(alarms);
}

const period = 300;
const stat = 'Sum';

function ofApi(id: string, name: string) {
	return metric({ id, namespace: 'AWS/ApiGateway', name, dimensions: { ApiId: ref('HttpApi') }, stat, period });
}

function ofFunction(id: string, name: string, functionName: string) {
	return metric({ id, namespace: 'AWS/Lambda', name, dimensions: { FunctionName: functionName }, stat, period });
}

function ofTable(id: string, name: string) {
	return metric({ id, namespace: 'AWS/DynamoDB', name, dimensions: { TableName: ref(tableId) }, stat, period });
}
