import { evaluated, idOf, type Resource, variable } from './expression.ts';
import { type Plan, placed } from './plan.ts';

export const insightsType = 'Microsoft.Insights/components';
export const insightsVersion = '2020-02-02';
export const insightsId = idOf(insightsType, variable('insights'));
export const workspaceType = 'Microsoft.OperationalInsights/workspaces';

/** Logs of both apps. Only their identities may write to it, so that a connection string is no secret. */
export function monitoring(plan: Plan): readonly Resource[] {
	const workspace = idOf(workspaceType, variable('logs'));
	return [
		{
			type: workspaceType,
			apiVersion: '2023-09-01',
			name: evaluated(variable('logs')),
			...placed(plan),
			properties: { sku: { name: 'PerGB2018' }, retentionInDays: plan.settings.logRetentionDays },
		},
		{
			type: insightsType,
			apiVersion: insightsVersion,
			name: evaluated(variable('insights')),
			...placed(plan),
			kind: 'web',
			dependsOn: [evaluated(workspace)],
			properties: { Application_Type: 'web', WorkspaceResourceId: evaluated(workspace), DisableLocalAuth: true },
		},
	];
}
