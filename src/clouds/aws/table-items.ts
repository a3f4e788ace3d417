import { ServiceError } from '../service-error.ts';
import type { Item } from './attribute.ts';
import type { JsonCall } from './call-json.ts';

/** An expression with the names and values that it stands for, each given once. */
export type Condition = { readonly expression: string; readonly names?: readonly string[]; readonly values?: Item };

export type TableItems = {
	readonly get: (pk: string) => Promise<Item | undefined>;
	/** False when the condition does not hold. */
	readonly put: (item: Item, condition?: Condition) => Promise<boolean>;
	/** Sets these attributes and removes those. False when the condition does not hold. */
	readonly update: (
		pk: string,
		change: { readonly set: Item; readonly remove: readonly string[] },
		condition: Condition,
	) => Promise<boolean>;
	readonly remove: (pk: string) => Promise<void>;
	/** The items of one partition of an index, in its order, a page at a time. */
	readonly pages: (index: string, request: object) => AsyncIterable<readonly Item[]>;
	/** Up to `wanted` of them. */
	readonly query: (index: string, request: object, wanted: number) => Promise<readonly Item[]>;
};

/** Single items of one table. Reads are consistent, save those of an index. */
export function tableItems(dynamo: JsonCall, TableName: string): TableItems {
	const key = (pk: string) => ({ TableName, Key: { pk: { S: pk } } });
	const pages: TableItems['pages'] = async function* (IndexName, request) {
		let from: unknown;
		do {
			const page = await dynamo('Query', { TableName, IndexName, ...request, ...(from !== undefined && { ExclusiveStartKey: from }) });
			yield page.Items as Item[];
			from = page.LastEvaluatedKey;
		} while (from !== undefined);
	};
	return {
		pages,
		get: async (pk) => {
			const { Item } = await dynamo('GetItem', { ...key(pk), ConsistentRead: true });
			return Item as Item | undefined;
		},
		put: (item, condition) => holds(dynamo('PutItem', { TableName, Item: item, ...(condition && conditionOf(condition)) })),
		update: (pk, { set, remove }, condition) => {
			const names = Object.keys(set);
			const sets = names.map((name) => `#${name} = :${name}`).join(', ');
			const removes = remove.map((name) => `#${name}`).join(', ');
			return holds(
				dynamo('UpdateItem', {
					...key(pk),
					UpdateExpression: `SET ${sets}${removes && ` REMOVE ${removes}`}`,
					...conditionOf({
						...condition,
						names: [...names, ...remove, ...(condition.names ?? [])],
						values: { ...prefixed(set), ...condition.values },
					}),
				}),
			);
		},
		remove: async (pk) => {
			await dynamo('DeleteItem', key(pk));
		},
		query: async (IndexName, request, wanted) => {
			const found: Item[] = [];
			for await (const page of pages(IndexName, request)) {
				found.push(...page);
				if (found.length >= wanted) break;
			}
			return found.slice(0, wanted);
		},
	};
}

/** Every name is written as `#name`, because DynamoDB reserves hundreds of words. */
export function namesOf(names: readonly string[]): Record<string, string> {
	return Object.fromEntries(names.map((name) => [`#${name}`, name]));
}

function prefixed(item: Item): Item {
	return Object.fromEntries(Object.entries(item).map(([name, value]) => [`:${name}`, value]));
}

function conditionOf({ expression, names = [], values = {} }: Condition): object {
	return {
		ConditionExpression: expression,
		ExpressionAttributeNames: namesOf(names),
		...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
	};
}

async function holds(writing: Promise<unknown>): Promise<boolean> {
	try {
		await writing;
		return true;
	} catch (error) {
		if (error instanceof ServiceError && error.code === 'ConditionalCheckFailedException') return false;
		throw error;
	}
}
