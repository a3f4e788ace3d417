import { type Item, readNumber, readText } from '../../src/clouds/aws/attribute.ts';

export type Refusal = { readonly status: number; readonly code: string };
export type Action = (input: never) => object | Refusal;

export const refusal = (code: string, status = 400): Refusal => ({ status, code });

type Condition = {
	readonly ConditionExpression?: string;
	readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
	readonly ExpressionAttributeValues?: Readonly<Record<string, Item[string]>>;
};
type Query = Condition & { readonly IndexName: string; readonly Limit: number };
type Key = { readonly Key: { readonly pk: { readonly S: string } } };

type Means = {
	readonly now: () => number;
	/** In [0, 1). */
	readonly random: () => number;
	readonly wrote: (item: Item | undefined) => void;
};

/** DynamoDB as far as `src/clouds/aws` uses it: single items, conditions, and an index that lags. `tests/simulation/dynamo.test.ts` holds it against dynalite. */
export function simulatedDynamo({ now, random, wrote }: Means) {
	const items = new Map<string, Item>();
	/** What the index still shows. */
	const old = new Map<string, { readonly item: Item | undefined; readonly until: number }>();
	const put = (pk: string, item: Item | undefined) => {
		old.set(pk, { item: items.get(pk), until: now() + random() * 1000 });
		if (item) items.set(pk, item);
		else items.delete(pk);
		wrote(item);
		return {};
	};
	const inIndex = () =>
		[...items].map(([pk, item]) => ((old.get(pk)?.until ?? 0) > now() ? old.get(pk)?.item : item)).filter((item) => item !== undefined);
	const actions: Readonly<Record<string, Action>> = {
		GetItem: ({ Key }: Key) => ({ Item: items.get(Key.pk.S) }),
		PutItem: ({ Item, ...condition }: Condition & { readonly Item: Item }) => {
			const pk = readText(Item.pk);
			return holds(condition, items.get(pk)) ? put(pk, Item) : refusal('ConditionalCheckFailedException');
		},
		UpdateItem: ({ Key, UpdateExpression, ...given }: Key & Condition & { readonly UpdateExpression: string }) => {
			const item = items.get(Key.pk.S);
			return item && holds(given, item)
				? put(Key.pk.S, updated(item, UpdateExpression, given))
				: refusal('ConditionalCheckFailedException');
		},
		DeleteItem: ({ Key }: Key) => put(Key.pk.S, undefined),
		// The sweep's only: what is due, and the events of one delivery.
		Query: ({ IndexName, ExpressionAttributeValues: { ':partition': shard, ':at': at, ':since': since } = {}, Limit }: Query) => {
			if (IndexName === 'time') return { Items: inIndex().filter((item) => item.day?.S === shard?.S && item.receivedAt?.N === since?.N) };
			const found = inIndex().filter((item) => item.due?.S === shard?.S && readNumber(item.dueAt) <= readNumber(at));
			return { Items: found.sort((a, b) => readNumber(a.dueAt) - readNumber(b.dueAt)).slice(0, Limit) };
		},
	};
	return { items: items as ReadonlyMap<string, Item>, actions };
}

/** The few forms that conditions have here. */
function holds(
	{ ConditionExpression: expression, ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} }: Condition,
	item: Item | undefined,
): boolean {
	if (expression === undefined) return true;
	const attribute = (name = '') => item?.[names[name] ?? ''];
	return expression.split(' OR ').some((term) => {
		const absent = /^attribute_not_exists\((#\w+)\)$/.exec(term)?.[1];
		if (absent !== undefined) return attribute(absent) === undefined;
		const [, name, operator, value = ''] = /^(#\w+) (=|<=) (:\w+)$/.exec(term) ?? [];
		const [left, right] = [attribute(name), values[value]];
		if (left === undefined || right === undefined) return false;
		return operator === '=' ? readText(left) === readText(right) : readNumber(left) <= readNumber(right);
	});
}

function updated(
	item: Item,
	expression: string,
	{ ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} }: Condition,
): Item {
	const [, sets = '', removes = ''] = /^SET (.*?)(?: REMOVE (.*))?$/.exec(expression) ?? [];
	const changed = new Map(Object.entries(item));
	for (const each of sets.split(', ')) {
		const [name = '', value = ''] = each.split(' = ');
		changed.set(names[name] ?? '', values[value] ?? {});
	}
	for (const name of removes.split(', ')) changed.delete(names[name] ?? '');
	return Object.fromEntries(changed);
}
