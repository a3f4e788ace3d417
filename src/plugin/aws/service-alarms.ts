import { namespace } from '../../clouds/aws/create-metrics.ts';
import type { Routes } from '../../webhook/source.ts';
import { type Alarm, expression, metric } from './metrics.ts';
import { logicalId, postedSources, prefixOf, ref, sweepName } from './plan.ts';
import { tableId } from './store.ts';

/** What somebody is told of the service as a whole, by logical id. */
export function serviceAlarms(routes: Routes): Readonly<Record<string, Alarm>> {
	return {
		WebhookServerErrorsAlarm: { description: 'Senders are answered 5xx', queries: [ofApi('errors', '5xx')], above: 4 },
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
		...refusals(routes),
		...throttles(routes),
	};
}

/** By source and by our own count: that of the API has what a scanner asks for at other paths, and the many of one source would hide the few of another. */
function refusals(routes: Routes): Readonly<Record<string, Alarm>> {
	const alarms = postedSources(routes).map((source): [string, Alarm] => {
		const of = (name: 'received' | 'refused') =>
			metric({ id: name, namespace, name, dimensions: { service: routes.service, stage: routes.stage, source }, stat, period });
		const description = `More than half of the deliveries of ${source} are refused: a secret that changed at one side only, or somebody who guesses`;
		const rate = expression('rate', 'IF(received >= 20, 100 * FILL(refused, 0) / received, 0)');
		return [`WebhookRefused${logicalId(source)}Alarm`, { description, queries: [of('received'), of('refused'), rate], above: 50 }];
	});
	return Object.fromEntries(alarms);
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
