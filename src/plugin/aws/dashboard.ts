import { namespace } from '../../clouds/aws/create-metrics.ts';
import type { Dimensions, MetricName } from '../../webhook/metric.ts';
import { type Plan, postedSources, prefixOf, queued, type Resource, type Resources, sweepName } from './plan.ts';
import { tableId } from './store.ts';

type Metric = readonly [namespace: string, name: string, ...dimensions: string[]];

/** One screen for an operator: what comes in, what waits, what is dead, and how the functions and the table do. */
export function dashboard({ routes, settings }: Plan): Resources {
	if (!settings.dashboard) return {};
	const prefix = prefixOf(routes);
	const waiting = queued(routes);
	const all = [...Object.keys(routes.timeouts), sweepName];
	const ofQueues = (name: string, suffix = ''): Metric[] =>
		waiting.map((each) => ['AWS/SQS', name, 'QueueName', `${prefix}${each}${suffix}`]);
	const ofFunctions = (name: string): Metric[] => all.map((each) => ['AWS/Lambda', name, 'FunctionName', `${prefix}${each}`]);
	const ofApi = (...names: string[]): Metric[] => names.map((name) => ['AWS/ApiGateway', name, 'ApiId', substituted('HttpApi')]);
	const ofTable = (...names: string[]): Metric[] => names.map((name) => ['AWS/DynamoDB', name, 'TableName', substituted(tableId)]);
	const ofOurs = (name: MetricName, dimension: keyof Dimensions, values: readonly string[]): Metric[] =>
		values.map((value) => [namespace, name, 'service', routes.service, 'stage', routes.stage, dimension, value]);
	return {
		WebhookDashboard: body(`${prefix}webhooks`, [
			widget('Deliveries', 'Sum', ofApi('Count', '4xx', '5xx')),
			widget('Deliveries received', 'Sum', ofOurs('received', 'source', postedSources(routes))),
			widget('Deliveries refused', 'Sum', ofOurs('refused', 'source', postedSources(routes))),
			widget('Duplicates', 'Sum', ofOurs('duplicates', 'source', postedSources(routes))),
			widget('Runs that are done', 'Sum', ofOurs('handled', 'function', waiting)),
			widget('Runs to be tried again, and dead ones', 'Sum', [
				...ofOurs('retried', 'function', waiting),
				...ofOurs('dead', 'function', waiting),
			]),
			widget('Milliseconds from receipt to done (p99)', 'p99', ofOurs('age', 'function', waiting)),
			widget('Milliseconds to an answer (p99)', 'p99', ofApi('Latency', 'IntegrationLatency')),
			widget('Age of the oldest message, seconds', 'Maximum', ofQueues('ApproximateAgeOfOldestMessage')),
			widget('Messages that wait', 'Maximum', ofQueues('ApproximateNumberOfMessagesVisible')),
			widget('Dead letters', 'Maximum', ofQueues('ApproximateNumberOfMessagesVisible', '-dead')),
			widget('Errors of functions', 'Sum', ofFunctions('Errors')),
			widget('Milliseconds of functions (p99)', 'p99', ofFunctions('Duration')),
			widget('Throttles', 'Sum', [...ofFunctions('Throttles'), ...ofTable('ReadThrottleEvents', 'WriteThrottleEvents')]),
			widget('Units of the table', 'Sum', ofTable('ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits')),
		]),
	};
}

function widget(title: string, stat: string, metrics: readonly Metric[]) {
	return {
		type: 'metric',
		width: 8,
		height: 6,
		properties: { title, stat, period: 300, region: substituted('AWS::Region'), view: 'timeSeries', metrics },
	};
}

const substituted = (id: string) => `\${${id}}`;

/** CloudWatch places widgets that say no place from left to right. */
function body(name: string, widgets: readonly object[]): Resource {
	return {
		Type: 'AWS::CloudWatch::Dashboard',
		Properties: { DashboardName: name, DashboardBody: { 'Fn::Sub': JSON.stringify({ widgets }) } },
	};
}
