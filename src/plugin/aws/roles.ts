import { logicalId, type Plan, type Resource, type Resources, sweepName } from './plan.ts';
import type { Statement } from './statement.ts';
import { handling, logging, receiving, sweeping, tracing, working } from './statements.ts';

export const roleId = (name: string) => `${logicalId(name)}Role`;

/** A role for each function, with what it alone needs. */
export function roles(plan: Plan): Resources {
	const names = Object.keys(plan.routes.timeouts);
	return {
		...Object.fromEntries(names.map((name) => [roleId(name), role(statementsOf(name, plan), plan, isTeams(name, plan))])),
		[roleId(sweepName)]: role([logging(sweepName, plan), ...sweeping(plan), ...traced(plan)], plan, false),
	};
}

function statementsOf(name: string, plan: Plan): readonly Statement[] {
	const own = plan.routes.routes.filter((route) => route.function === name);
	const posted = own.filter((route) => route.path !== undefined);
	const taken = own.filter((route) => route.type !== undefined);
	return [
		logging(name, plan),
		...(posted.length > 0 ? receiving(posted, plan) : []),
		...(taken.length > 0 ? handling(name, taken, plan) : []),
		...(isTeams(name, plan) ? working(plan) : []),
		...traced(plan),
	];
}

/** An endpoint runs none of the team's own code. */
function isTeams(name: string, { routes }: Plan): boolean {
	const own = routes.routes.filter((route) => route.function === name);
	return own.length === 0 || own.some((route) => route.type !== undefined);
}

function traced({ settings }: Plan): readonly Statement[] {
	return settings.tracing ? [tracing()] : [];
}

function role(statements: readonly Statement[], { grants }: Plan, teams: boolean): Resource {
	const { permissionsBoundary, managedPolicies } = grants;
	const all = [...statements, ...(teams ? grants.statements : [])];
	return {
		Type: 'AWS::IAM::Role',
		Properties: {
			AssumeRolePolicyDocument: {
				Version: '2012-10-17',
				Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
			},
			Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: all } }],
			...(managedPolicies.length > 0 && { ManagedPolicyArns: managedPolicies }),
			...(permissionsBoundary !== undefined && { PermissionsBoundary: permissionsBoundary }),
		},
	};
}
