import { functionAlarms } from './function-alarms.ts';
import type { Alarm } from './metrics.ts';
import { type Plan, queued, type Resource, type Resources, ref } from './plan.ts';
import { serviceAlarms } from './service-alarms.ts';

const topicId = 'WebhookAlarmTopic';

/** The alarms, and the topic that tells somebody when an address is given. */
export function alarms({ routes, settings: { alarmEmail } }: Plan): Resources {
	const all = Object.assign({}, serviceAlarms(routes), ...queued(routes).map((name) => functionAlarms(name, routes)));
	const resources = Object.entries<Alarm>(all).map(([id, alarm]) => [id, toResource(alarm, alarmEmail !== undefined)]);
	return { ...Object.fromEntries(resources), ...(alarmEmail !== undefined && { [topicId]: topic(alarmEmail) }) };
}

function toResource({ description, queries, above, periods = 1 }: Alarm, told: boolean): Resource {
	return {
		Type: 'AWS::CloudWatch::Alarm',
		Properties: {
			AlarmDescription: description,
			Metrics: queries.map((query, at) => ({ ...query, ReturnData: at === queries.length - 1 })),
			ComparisonOperator: 'GreaterThanThreshold',
			Threshold: above,
			EvaluationPeriods: periods,
			TreatMissingData: 'notBreaching',
			...(told && { AlarmActions: [ref(topicId)], OKActions: [ref(topicId)] }),
		},
	};
}

/** Not encrypted with AWS's own key for SNS: CloudWatch may not use that one. An alarm holds names and numbers only. */
function topic(address: string): Resource {
	return { Type: 'AWS::SNS::Topic', Properties: { Subscription: [{ Protocol: 'email', Endpoint: address }] } };
}
