import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { providers } from '../../providers/providers.ts';
import { retention } from '../../webhook/retention.ts';
import type { Routes, Source } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import { paceOf } from '../read-pace.ts';
import { webhookEvents } from '../read-routes.ts';
import type { Serverless } from '../serverless.ts';
import { deployment } from './deployment.ts';
import { checkNames } from './limits.ts';
import { type Grants, type Plan, sweepName } from './plan.ts';
import { readSettings, type Settings } from './read-settings.ts';

type Service = Serverless['service'];

/** Puts the deployment into the service, before osls and serverless-esbuild look at it. */
export function applyAws(serverless: Serverless, routes: Routes): void {
	const { service, serviceDir, processedInput } = serverless;
	const { functions = {}, provider } = service;
	if (routes.routes.length === 0) return;
	if (provider.httpApi?.id !== undefined)
		throw new Mistake('provider.httpApi.id: it must go, the gateway has an API of its own, which its alarms watch');
	const settings = readSettings((service.custom?.webhook as { aws?: unknown } | undefined)?.aws);
	checkNames(routes, functions);
	const { resources, outputs, functions: additions, sweep } = deployment(planOf(service, routes, settings));
	for (const [name, { role, environment, events }] of Object.entries(additions)) {
		const config = functions[name];
		if (config === undefined) continue;
		config.events = [...(config.events ?? []), ...events];
		config.environment = { ...config.environment, ...environment };
		// A role that somebody wrote stays theirs. `sls deploy function` leaves the deployed one, and can't look ours up: it has no name of its own.
		if (processedInput.commands[1] !== 'function') config.role ??= role;
	}
	functions[sweepName] = { ...sweep, name: `${routes.service}-${routes.stage}-${sweepName}` };
	const { Resources, Outputs, extensions, ...more } = service.resources ?? {};
	service.resources = {
		...more,
		Resources: { ...resources, ...Resources },
		Outputs: { ...outputs, ...Outputs },
		extensions: { ...throttled(settings, provider.httpApi?.metrics ?? false), ...extensions },
	};
	configure(service, settings);
	// What is left from a build that was broken off would be put into every zip.
	rmSync(join(serviceDir, '.esbuild'), { recursive: true, force: true });
}

function planOf(service: Service, routes: Routes, settings: Settings): Plan {
	const { functions = {} } = service;
	const paces = Object.entries(functions).map(([name, config]) => [name, paceOf(name, webhookEvents(config))]);
	return {
		routes,
		settings,
		paces: Object.fromEntries(paces),
		retention: Math.max(0, ...Object.values(routes.sources).map(retentionOf)),
		grants: grantsOf(service),
	};
}

function retentionOf(source: Source): number {
	const provider = providers[source.provider];
	if (provider === undefined) return 0;
	return retention('configure' in provider ? provider.configure(source.options ?? {}) : provider);
}

const vpcPolicy = {
	'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole']],
};

/** What osls would put into its one role for all. */
function grantsOf({ provider, functions = {} }: Service): Grants {
	const { statements = [], managedPolicies = [], permissionsBoundary } = provider.iam?.role ?? {};
	const inVpc = provider.vpc !== undefined || Object.values(functions).some((config) => config.vpc !== undefined);
	return {
		statements,
		managedPolicies: [...managedPolicies, ...(inVpc ? [vpcPolicy] : [])],
		...(permissionsBoundary !== undefined && { permissionsBoundary }),
	};
}

/** What a request was and how it ended: no body, no query and no header. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
const accessLog = {
	requestId: '$context.requestId',
	ip: '$context.identity.sourceIp',
	requestTime: '$context.requestTime',
	method: '$context.httpMethod',
	routeKey: '$context.routeKey',
	status: '$context.status',
	responseLength: '$context.responseLength',
	integrationStatus: '$context.integrationStatus',
	integrationLatency: '$context.integrationLatency',
};

function configure(service: Service, settings: Settings): void {
	const { provider } = service;
	provider.logRetentionInDays ??= settings.logRetentionDays;
	provider.logs = { httpApi: { format: JSON.stringify(accessLog) }, ...provider.logs };
	if (settings.tracing) provider.tracing = { lambda: true, ...provider.tracing };
	// One zip with all functions would give each the code of every other.
	service.package = { individually: true, ...service.package };
}

function throttled({ throttle }: Settings, metrics: boolean): Readonly<Record<string, object>> {
	if (throttle === undefined) return {};
	const DefaultRouteSettings = {
		DetailedMetricsEnabled: metrics,
		ThrottlingRateLimit: throttle.rate,
		ThrottlingBurstLimit: throttle.burst,
	};
	return { HttpApiStage: { Properties: { DefaultRouteSettings } } };
}
