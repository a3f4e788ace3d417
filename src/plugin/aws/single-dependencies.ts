import type { Resource } from './plan.ts';

/**
 * Takes out of `DependsOn` what the properties refer to anyway, as osls writes both. CloudFormation does not care; template checkers do, and moto's
 * `sls deploy` takes their warning for an error: https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md#W3005
 */
export function singleDependencies(resources: Readonly<Record<string, Resource & { DependsOn?: string | string[] }>>): void {
	for (const resource of Object.values(resources)) {
		if (resource.DependsOn === undefined) continue;
		const known = new Set(references(resource.Properties));
		const left = [resource.DependsOn].flat().filter((id) => !known.has(id));
		if (left.length > 0) resource.DependsOn = left;
		else delete resource.DependsOn;
	}
}

function references(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(references);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => {
		if (key === 'Ref') return [String(inner)];
		if (key === 'Fn::GetAtt' && Array.isArray(inner)) return [String(inner[0])];
		return references(inner);
	});
}
