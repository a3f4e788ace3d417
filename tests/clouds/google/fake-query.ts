import { indexes } from '../../../src/clouds/google/firestore-schema.ts';
import { type Json, list, only, Refused } from './fake-error.ts';
import { types } from './fake-value.ts';

export type Kept = {
	readonly name: string;
	readonly fields: Readonly<Record<string, Json>>;
	readonly createTime: string;
	readonly updateTime: string;
};

type Filter = { readonly field: string; readonly op: string; readonly value: Json };

/** Documents as `structuredQuery` finds them: https://cloud.google.com/firestore/docs/reference/rest/v1/StructuredQuery */
export function runQuery(
	database: ReadonlyMap<string, Kept>,
	body: unknown,
	{ root, time: readTime }: { readonly root: string; readonly time: string },
): readonly Json[] {
	const { structuredQuery } = only(body, ['structuredQuery'], 'runQuery');
	const query = only(structuredQuery, ['from', 'where', 'orderBy', 'limit', 'startAt'], 'structuredQuery');
	const [from] = list(query.from, 'from').map((one) => only(one, ['collectionId'], 'from'));
	const filters = filtersOf(query.where);
	const order = list(query.orderBy, 'orderBy').map(orderOf);
	mustHaveIndex(String(from?.collectionId), filters, order);
	const compare = (a: Kept, b: Kept) =>
		order.map(({ field, sign }) => sign * compareValues(fieldOf(a, field), fieldOf(b, field))).find((sign) => sign !== 0) ?? 0;
	const found = [...database.values()]
		.filter(({ name }) => name.startsWith(`${root}/${from?.collectionId}/`))
		.filter((one) => order.every(({ field }) => fieldOf(one, field) !== undefined) && filters.every((filter) => holds(one, filter)))
		.sort(compare)
		.filter((one) => query.startAt === undefined || isAfter(one, query.startAt, order))
		.slice(0, Number(query.limit));
	return found.length === 0 ? [{ readTime }] : found.map((document) => ({ document, readTime }));
}

function filtersOf(where: unknown): readonly Filter[] {
	const { compositeFilter } = only(where, ['compositeFilter'], 'where');
	const { filters } = only(compositeFilter, ['op', 'filters'], 'compositeFilter');
	return list(filters, 'filters').map((one) => {
		const { fieldFilter } = only(one, ['fieldFilter'], 'filter');
		const { field, op, value } = only(fieldFilter, ['field', 'op', 'value'], 'fieldFilter');
		return {
			field: String(only(field, ['fieldPath'], 'field').fieldPath),
			op: String(op),
			value: only(value, Object.keys(types), 'value'),
		};
	});
}

type Ordered = { readonly field: string; readonly sign: 1 | -1 };

function orderOf(one: unknown): Ordered {
	const { field, direction } = only(one, ['field', 'direction'], 'orderBy');
	return { field: String(only(field, ['fieldPath'], 'field').fieldPath), sign: direction === 'DESCENDING' ? -1 : 1 };
}

/** Equality first, then the order, in which the name comes last in the last one's direction: https://cloud.google.com/firestore/docs/query-data/index-overview#composite_indexes */
function mustHaveIndex(collection: string, filters: readonly Filter[], order: readonly Ordered[]): void {
	const equal = new Set(filters.filter(({ op }) => op === 'EQUAL').map(({ field }) => field));
	const [first, name] = order;
	const fits = indexes.some(({ collection: of, index: { fields } }) => {
		const last = fields.at(-1);
		const before = fields.slice(0, -1).map(({ fieldPath }) => fieldPath);
		const ordered = last?.fieldPath === first?.field && (last?.order === 'ASCENDING' ? 1 : -1) === first?.sign;
		return of === collection && ordered && before.length === equal.size && before.every((field) => equal.has(field));
	});
	const ranges = filters.filter(({ op }) => op !== 'EQUAL').every(({ field }) => field === first?.field);
	if (!fits || !ranges || name?.field !== '__name__' || name.sign !== first?.sign)
		throw new Refused('FAILED_PRECONDITION', 'The query requires an index.');
}

function fieldOf({ name, fields }: Kept, field: string): string | number | undefined {
	if (field === '__name__') return name;
	return plainOf(fields[field]);
}

function plainOf(value: Json | undefined): string | number | undefined {
	// Sound because only texts and numbers were let in.
	return value && (Object.values(value)[0] as string | number);
}

function compareValues(a: string | number | undefined = '', b: string | number | undefined = ''): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function holds(one: Kept, { field, op, value }: Filter): boolean {
	const compared = compareValues(fieldOf(one, field), plainOf(value));
	if (op === 'EQUAL') return compared === 0;
	if (op === 'LESS_THAN_OR_EQUAL') return compared <= 0;
	if (op === 'GREATER_THAN_OR_EQUAL') return compared >= 0;
	throw new Refused('INVALID_ARGUMENT', `op ${op}`);
}

function isAfter(one: Kept, startAt: unknown, order: readonly Ordered[]): boolean {
	const { values, before } = only(startAt, ['values', 'before'], 'startAt');
	const at = list(values, 'values') as readonly Json[];
	const compared =
		order.map(({ field, sign }, index) => sign * compareValues(fieldOf(one, field), plainOf(at[index]))).find((each) => each !== 0) ?? 0;
	return before === true ? compared >= 0 : compared > 0;
}
