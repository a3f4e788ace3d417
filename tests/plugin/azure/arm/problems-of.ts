import type { Mapper, Models } from './models.ts';

type Node = { mapper?: Mapper; readonly inner: Map<string, Node> };

/** What a value is not as its model says, with the place of each. */
export function problemsOf(value: unknown, mapper: Mapper, all: Models, path = ''): readonly string[] {
	if (mapper.readOnly) return [`${path}: it can only be read`];
	const { name, element, value: each, allowedValues = [] } = mapper.type;
	if (name === 'Composite') return problemsOfModel(value, mapper, all, path);
	if (name === 'Sequence' && element)
		return Array.isArray(value) ? value.flatMap((one, index) => problemsOf(one, element, all, `${path}[${index}]`)) : [`${path}: a list`];
	if (name === 'Dictionary' && each)
		return isMap(value) ? Object.entries(value).flatMap(([key, one]) => problemsOf(one, each, all, `${path}.${key}`)) : [`${path}: a map`];
	if (name === 'Enum') return allowedValues.includes(value) ? [] : [`${path}: one of ${allowedValues.join(', ')}`];
	const wanted = { Boolean: 'boolean', Number: 'number', String: 'string', Uuid: 'string', DateTime: 'string', TimeSpan: 'string' }[name];
	if (wanted !== undefined && typeof value !== wanted) return [`${path}: a ${wanted}`];
	return typeof value === 'number' ? problemsOfNumber(value, mapper, path) : [];
}

function problemsOfNumber(value: number, { constraints: { InclusiveMinimum: least, InclusiveMaximum: most } = {} }: Mapper, path: string) {
	return (least !== undefined && value < least) || (most !== undefined && value > most) ? [`${path}: from ${least} to ${most}`] : [];
}

/** `serializedName` may go over several levels: `properties.httpsOnly`. */
function problemsOfModel(value: unknown, mapper: Mapper, all: Models, path: string): readonly string[] {
	if (!isMap(value)) return [`${path}: a map`];
	const properties = propertiesOf(mapper, all).filter(({ serializedName }) => serializedName !== undefined);
	const tree: Node = { inner: new Map() };
	for (const property of properties) {
		let node = tree;
		for (const key of segments(property)) {
			if (!node.inner.has(key)) node.inner.set(key, { inner: new Map() });
			node = node.inner.get(key) as Node;
		}
		node.mapper = property;
	}
	const missing = properties.filter(
		(property) => property.required && !property.readOnly && valueAt(value, segments(property)) === undefined,
	);
	return [...walk(value, tree, { all, path }), ...missing.map(({ serializedName }) => `${path}.${serializedName}: it is missing`)];
}

function walk(
	value: Readonly<Record<string, unknown>>,
	tree: Node,
	{ all, path }: { readonly all: Models; readonly path: string },
): readonly string[] {
	return Object.entries(value).flatMap(([key, each]) => {
		const place = `${path}.${key}`;
		const node = tree.inner.get(key);
		if (node === undefined) return [`${place}: it is not known`];
		if (node.mapper && node.inner.size === 0) return problemsOf(each, node.mapper, all, place);
		return isMap(each) ? walk(each, node, { all, path: place }) : [`${place}: a map`];
	});
}

function propertiesOf({ type: { className = '', modelProperties } }: Mapper, all: Models): readonly Mapper[] {
	const model = all[className]?.type;
	const parent = model?.uberParent && model.uberParent !== className ? all[model.uberParent] : undefined;
	return [...(parent ? propertiesOf(parent, all) : []), ...Object.values(model?.modelProperties ?? modelProperties ?? {})];
}

function segments({ serializedName = '' }: Mapper): readonly string[] {
	return serializedName.split(/(?<!\\)\./).map((segment) => segment.replaceAll('\\.', '.'));
}

function valueAt(value: unknown, path: readonly string[]): unknown {
	return path.reduce<unknown>((at, key) => (isMap(at) ? at[key] : undefined), value);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
