import type { Routes } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import { paceOf } from '../read-pace.ts';
import { webhookEvents } from '../read-routes.ts';
import { retentionOf } from '../retention-of.ts';
import type { Serverless } from '../serverless.ts';
import type { Grants, Plan } from './plan.ts';
import { readSettings } from './read-settings.ts';

type Service = Serverless['service'];

/** @throws {Mistake} for what serverless.yml says of AWS and can't be meant */
export function planOf(service: Service, routes: Routes): Plan {
	const { functions = {} } = service;
	const paces = Object.entries(functions).map(([name, config]) => [name, paceOf(name, webhookEvents(config))]);
	return {
		routes,
		settings: readSettings((service.custom?.webhook as { aws?: unknown } | undefined)?.aws),
		paces: Object.fromEntries(paces),
		retention: retentionOf(routes),
		grants: grantsOf(service),
	};
}

const vpcPolicy = {
	'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole']],
};

/** What osls would put into its one role for all. */
function grantsOf({ provider, functions = {} }: Service): Grants {
	const role = provider.iam?.role ?? {};
	if (typeof role === 'string' || Object.keys(role).some((key) => key === 'Ref' || key.startsWith('Fn::')))
		throw new Mistake(
			'provider.iam.role: it must be a map such as { statements: [] }, since each function has a role of its own; "role" of a function replaces it',
		);
	const { statements = [], managedPolicies = [], permissionsBoundary } = role;
	const inVpc = provider.vpc !== undefined || Object.values(functions).some((config) => config.vpc !== undefined);
	return {
		statements,
		managedPolicies: [...managedPolicies, ...(inVpc ? [vpcPolicy] : [])],
		...(permissionsBoundary !== undefined && { permissionsBoundary }),
	};
}
