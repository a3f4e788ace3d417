import type { Api, Call, Definition, Field } from './definitions.ts';

type Place = { readonly api: Api; readonly scope: string; readonly path: string };

/** What a request is not as its API says: the call itself, its query, and every field of its body. */
export function problemsOf(asked: { verb: string; path: string; query: readonly string[]; body: unknown }, api: Api): readonly string[] {
	const { verb, path, query, body } = asked;
	const call = api.calls.find((each) => each.verb === verb && each.path.test(path));
	if (call === undefined) return [`${verb} ${path}: there is no such call`];
	const request = typeOf(call.request, { api, scope: call.scope });
	const unknown = query.filter((name) => !fieldAt(name, request, { api, scope: call.scope }));
	return [...unknown.map((name) => `${call.name}: there is no parameter ${name}`), ...problemsOfBody(body, call, { api, request })];
}

type Named = { readonly name: string; readonly definition: Definition };

function problemsOfBody(
	body: unknown,
	{ name, body: field, request: requestType, scope }: Call,
	{ api, request }: { api: Api; request: Named },
) {
	if (body === undefined) return [];
	if (field === undefined) return [`${name}: it takes no body`];
	const place = { api, scope: request.name, path: name };
	if (field === '*') return problemsOfValue(body, { type: requestType }, { ...place, scope });
	const found = request.definition.fields?.[camel(field)];
	return found ? problemsOfValue(body, found, place) : [`${name}: no field ${field}`];
}

function problemsOfValue(value: unknown, { type, rule, keyType }: Field, place: Place): readonly string[] {
	const { path } = place;
	if (rule === 'repeated')
		return Array.isArray(value)
			? value.flatMap((one, at) => problemsOfValue(one, { type }, { ...place, path: `${path}[${at}]` }))
			: [`${path}: a list`];
	if (keyType !== undefined)
		return isMap(value)
			? Object.entries(value).flatMap(([key, one]) => problemsOfValue(one, { type }, { ...place, path: `${path}.${key}` }))
			: [`${path}: a map`];
	const wanted = plain[type] ?? written[type.replace(/^google\.protobuf\./, '')];
	if (wanted !== undefined) return wanted(value) ? [] : [`${path}: a ${type}`];
	const { name, definition } = typeOf(type, place);
	if (definition.values)
		return typeof value === 'string' && Object.hasOwn(definition.values, value)
			? []
			: [`${path}: one of ${Object.keys(definition.values)}`];
	if (!isMap(value)) return [`${path}: a map`];
	return Object.entries(value).flatMap(([key, one]) => {
		const field = definition.fields?.[key];
		if (field === undefined) return [`${path}.${key}: it is not known`];
		if (behaviours(field).includes('OUTPUT_ONLY')) return [`${path}.${key}: it can only be read`];
		return problemsOfValue(one, field, { ...place, scope: name, path: `${path}.${key}` });
	});
}

const text = (value: unknown) => typeof value === 'string';
const whole = (value: unknown) => Number.isInteger(Number(value)) && value !== '';
/** https://protobuf.dev/programming-guides/json/ */
const plain: Readonly<Record<string, (value: unknown) => boolean>> = {
	...{ string: text, bytes: (value) => text(value) && Buffer.from(String(value), 'base64').toString('base64') === value },
	...{
		bool: (value) => typeof value === 'boolean',
		double: (value) => typeof value === 'number',
		float: (value) => typeof value === 'number',
	},
	...Object.fromEntries(['int32', 'uint32', 'int64', 'uint64', 'fixed32', 'fixed64'].map((type) => [type, whole])),
};
const written: Readonly<Record<string, (value: unknown) => boolean>> = {
	Duration: (value) => /^\d+(\.\d{1,9})?s$/.test(String(value)),
	Timestamp: (value) => !Number.isNaN(Date.parse(String(value))),
	FieldMask: (value) => text(value) && !/[\s_]/.test(String(value)),
	Int32Value: whole,
};

function behaviours({ options = {} }: Field): readonly unknown[] {
	return [options['(google.api.field_behavior)']].flat();
}

function fieldAt(name: string, { name: scope, definition }: Named, place: Omit<Place, 'path'>): boolean {
	const [first = '', ...rest] = name.split('.');
	const field = definition.fields?.[camel(first)];
	if (field === undefined) return false;
	return rest.length === 0 || fieldAt(rest.join('.'), typeOf(field.type, { ...place, scope }), place);
}

/** From the inside out, as protobuf looks for names. */
function typeOf(type: string, { api, scope }: Omit<Place, 'path'>): Named {
	for (let within = scope; ; within = within.split('.').slice(0, -1).join('.')) {
		const name = within === '' ? type : `${within}.${type}`;
		const definition = api.types.get(name);
		if (definition) return { name, definition };
		if (within === '') throw new Error(`no definition of ${type} in ${scope}`);
	}
}

function camel(name: string): string {
	return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
