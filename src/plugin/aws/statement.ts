import { arnOf, localArn, type Plan } from './plan.ts';
import { tableId } from './store.ts';

export type Statement = {
	readonly Effect: 'Allow';
	readonly Action: readonly string[];
	readonly Resource: readonly unknown[];
	readonly Condition?: object;
};

export function allow(actions: readonly string[], resources: readonly unknown[], condition?: object): Statement {
	return { Effect: 'Allow', Action: actions, Resource: resources, ...(condition && { Condition: condition }) };
}

/**
 * Item by item by its key, which begins with what it is and, in an event's, with its source. A key that is too long for that is a digest, which says no source.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function onKeys(actions: readonly string[], keys: readonly string[]): Statement {
	return allow(actions, [arnOf(tableId)], { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } });
}

/** Of a secret by its environment name. */
export function parameterArn(name: string, { routes }: Plan): unknown {
	return localArn('ssm', `parameter/${routes.service}/${routes.stage}/${name}`);
}
