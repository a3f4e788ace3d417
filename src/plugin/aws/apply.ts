import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Routes } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import type { Functions, Serverless } from '../serverless.ts';
import { type Addition, deployment } from './deployment.ts';
import { checkNames } from './limits.ts';
import { sweepName } from './plan.ts';
import { planOf } from './plan-of.ts';
import type { Settings } from './read-settings.ts';
import { roleId } from './roles.ts';

type Service = Serverless['service'];

/** Puts the deployment into the service, before osls and serverless-esbuild look at it. */
export function applyAws(serverless: Serverless, routes: Routes): void {
	const { service, serviceDir, processedInput } = serverless;
	const { functions = {}, provider } = service;
	if (routes.routes.length === 0) return;
	if (provider.httpApi?.id !== undefined)
		throw new Mistake('provider.httpApi.id: it must go, the gateway has an API of its own, which its alarms watch');
	checkNames(routes, functions);
	const plan = planOf(service, routes);
	const { resources, outputs, functions: additions, sweep } = deployment(plan);
	// A role that somebody wrote stays theirs.
	const foreign = new Set(
		Object.keys(functions)
			.filter((name) => functions[name]?.role !== undefined)
			.map(roleId),
	);
	for (const [name, addition] of Object.entries(additions)) {
		const config = functions[name];
		if (config) extend(config, addition, processedInput.commands[1] === 'function');
	}
	functions[sweepName] = { ...sweep, name: `${routes.service}-${routes.stage}-${sweepName}` };
	const { Resources, Outputs, extensions, ...more } = service.resources ?? {};
	service.resources = {
		...more,
		Resources: { ...Object.fromEntries(Object.entries(resources).filter(([id]) => !foreign.has(id))), ...Resources },
		Outputs: { ...outputs, ...Outputs },
		extensions: { ...throttled(plan.settings, provider.httpApi?.metrics ?? false), ...extensions },
	};
	configure(service, plan.settings);
	// What is left from a build that was broken off would be put into every zip.
	rmSync(join(serviceDir, '.esbuild'), { recursive: true, force: true });
}

/** `sls deploy function` leaves the deployed role as it is, and can't look ours up: it has no name of its own. */
function extend(config: Functions[string], { role, environment, events }: Addition, alone: boolean): void {
	config.events = [...(config.events ?? []), ...events];
	config.environment = { ...config.environment, ...environment };
	if (!alone) config.role ??= role;
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
