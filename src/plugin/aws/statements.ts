import { providers } from '../../providers/providers.ts';
import type { Route, Source } from '../../webhook/source.ts';
import { secretName } from '../../webhook/source.ts';
import { providerOf } from '../provider-of.ts';
import { namesOf, secretKinds } from '../secret-kinds.ts';
import { arnOf, localArn, type Plan, prefixOf } from './plan.ts';
import { deadQueueId, givenUpQueueId, queueId } from './queues.ts';
import { allow, onKeys, parameterArn, type Statement } from './statement.ts';
import { bucketId, tableId } from './store.ts';
import { takingSecrets } from './taking-secrets.ts';

const eventKeys = (sources: readonly string[]) => [...sources.map((source) => `event#["${source}",*`), 'event#sha256:*'];
const objectsOf = (sources: readonly string[]) => sources.map((source) => ({ 'Fn::Sub': `\${${bucketId}.Arn}/${source}/*` }));
const sourcesOf = (routes: readonly Route[]) => [...new Set(routes.map((route) => route.source))];

export function logging(name: string, { routes }: Plan): Statement {
	return allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [localArn('logs', `log-group:/aws/lambda/${prefixOf(routes)}${name}:*`)]);
}

/** X-Ray has no resources to name. */
export function tracing(): Statement {
	return allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], ['*']);
}

/** What a function that senders post to does: verify, insert, and send to the functions of its sources. */
export function receiving(posted: readonly Route[], plan: Plan): readonly Statement[] {
	const sources = sourcesOf(posted);
	const stored = plan.routes.routes.filter((route) => route.ack === 'stored' && route.type !== undefined && sources.includes(route.source));
	const targets = [...new Set(stored.map((route) => route.function))];
	return [
		onKeys(['dynamodb:PutItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'], eventKeys(sources)),
		// Bytes are put before their records, and go again where no record takes them.
		allow(['s3:PutObject', 's3:DeleteObject'], objectsOf(sources)),
		reading(
			sources.flatMap((source) => secretsOf(plan.routes.sources[source])),
			plan,
		),
		...(targets.length > 0 ? [allow(['sqs:SendMessage'], targets.map(queueId).map(arnOf))] : []),
		...takingSecrets(sources, plan),
	];
}

/** What a function that takes events does: read and complete events of its sources, whether a queue or a sender woke it. */
export function handling(name: string, taken: readonly Route[], plan: Plan): readonly Statement[] {
	const sources = sourcesOf(taken);
	const sealed = sources.filter((source) => plan.routes.sources[source]?.encrypt);
	return [
		onKeys(['dynamodb:GetItem', 'dynamodb:UpdateItem'], eventKeys(sources)),
		allow(['s3:GetObject'], objectsOf(sources)),
		allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'], [arnOf(queueId(name))]),
		allow(['sqs:SendMessage'], [arnOf(deadQueueId(name))]),
		...(sealed.length > 0
			? [
					reading(
						sealed.map((source) => secretName(source, 'STORAGE_KEY')),
						plan,
					),
				]
			: []),
	];
}

/** What every function of the team may use: its `records`, `notify`, and `call`, which reaches functions without `webhook` events only. */
export function working(plan: Plan): readonly Statement[] {
	const { routes } = plan;
	const taking = new Set(routes.routes.map((route) => route.function));
	const called = Object.keys(routes.timeouts).filter((name) => !taking.has(name));
	return [
		onKeys(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'], ['record#*']),
		reading(['NOTIFY_WEBHOOK_URL'], plan),
		...(called.length > 0
			? [
					allow(
						['lambda:InvokeFunction'],
						called.map((name) => localArn('lambda', `function:${prefixOf(routes)}${name}`)),
					),
				]
			: []),
	];
}

/** Queues by the beginning of their names: all of them one by one would be over the 10,240 characters that a role may have. */
export function sweeping({ routes }: Plan): readonly Statement[] {
	return [
		allow(['dynamodb:Query'], [{ 'Fn::Sub': `\${${tableId}.Arn}/index/*` }]),
		onKeys(['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:PutItem'], ['event#*']),
		// Of any source: it erases what was kept by an earlier serverless.yml, too.
		allow(['s3:DeleteObject'], [{ 'Fn::Sub': `\${${bucketId}.Arn}/*` }]),
		allow(['sqs:SendMessage'], [localArn('sqs', `${prefixOf(routes)}*`)]),
		allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'], [arnOf(givenUpQueueId)]),
	];
}

function secretsOf(source: Source | undefined): readonly string[] {
	if (source === undefined) return [];
	return secretKinds(source, providerOf(source, providers)).map((kind) => secretName(source.name, kind));
}

/** The values of each are read in one call, and one that is not allowed would fail it. */
function reading(names: readonly string[], plan: Plan): Statement {
	return allow(
		['ssm:GetParameters'],
		names.flatMap(namesOf).map((name) => parameterArn(name, plan)),
	);
}
