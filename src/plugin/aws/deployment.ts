import type { Routes } from '../../webhook/source.ts';
import { alarms } from './alarms.ts';
import { dashboard } from './dashboard.ts';
import { domain } from './domain.ts';
import { arnOf, type Plan, prefixOf, queued, type Resources, ref, sweepName } from './plan.ts';
import { givenUpQueueId, queueId, queues, sweepTimeout } from './queues.ts';
import { roleId, roles } from './roles.ts';
import { bucketId, store, tableId } from './store.ts';

/** What is added to one function of serverless.yml. */
export type Addition = {
	readonly role: string;
	readonly environment: Readonly<Record<string, unknown>>;
	readonly events: readonly object[];
};

export type Deployment = {
	readonly resources: Resources;
	readonly outputs: Readonly<Record<string, object>>;
	readonly functions: Readonly<Record<string, Addition>>;
	/** A function of our own. */
	readonly sweep: Addition & { readonly handler: string; readonly timeout: number };
};

/** From the routes to everything that AWS has to hold for them. osls makes functions, routes, mappings, schedule and log groups from the events. */
export function deployment(plan: Plan): Deployment {
	const { routes, settings } = plan;
	return {
		resources: { ...store(plan), ...queues(plan), ...roles(plan), ...alarms(plan), ...dashboard(plan), ...domain(plan) },
		outputs: {
			WebhookTable: { Value: ref(tableId) },
			WebhookBucket: { Value: ref(bucketId) },
			WebhookQueues: { Value: queueUrls(routes) },
			WebhookUrl: { Value: settings.domain ? `https://${settings.domain.name}` : apiUrl },
			...(settings.throwAway && { WebhookThrowAway: { Value: 'true' } }),
			...(settings.domain && { WebhookDomainTarget: { Value: { 'Fn::GetAtt': ['WebhookDomain', 'RegionalDomainName'] } } }),
		},
		functions: Object.fromEntries(Object.keys(routes.timeouts).map((name) => [name, addition(name, eventsOf(name, plan), plan)])),
		sweep: {
			handler: 'src/clouds/aws/sweep.handler',
			timeout: sweepTimeout,
			...addition(sweepName, [{ schedule: 'rate(1 minute)' }, { sqs: mapping(givenUpQueueId, { batchSize: 10 }) }], plan),
		},
	};
}

/** What the URL of each queue begins with. */
function queueUrls(routes: Routes) {
	return { 'Fn::Sub': `https://sqs.\${AWS::Region}.\${AWS::URLSuffix}/\${AWS::AccountId}/${prefixOf(routes)}` };
}

const apiUrl = { 'Fn::Sub': `https://\${HttpApi}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}` };

function addition(name: string, events: readonly object[], { routes, settings }: Plan): Addition {
	return {
		role: roleId(name),
		environment: {
			WEBHOOK_FUNCTION: name,
			WEBHOOK_TABLE: ref(tableId),
			WEBHOOK_BUCKET: ref(bucketId),
			WEBHOOK_QUEUES: queueUrls(routes),
			...(settings.domain && { WEBHOOK_PUBLIC_URL: `https://${settings.domain.name}` }),
		},
		events,
	};
}

/** Any method, so that a wrong one is answered by us. One function may have several types at one URL. */
function eventsOf(name: string, { routes, paces }: Plan): readonly object[] {
	const own = routes.routes.filter((route) => route.function === name);
	const paths = [...new Set(own.flatMap(({ path }) => (path === undefined ? [] : [path])))];
	return [
		...paths.map((path) => ({ httpApi: { method: '*', path } })),
		...(queued(routes).includes(name) ? [{ sqs: mapping(queueId(name), { batchSize: 1, ...paces[name] }) }] : []),
	];
}

function mapping(queue: string, pace: object) {
	return { arn: arnOf(queue), functionResponseType: 'ReportBatchItemFailures', ...pace };
}
