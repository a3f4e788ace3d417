import { createHash } from 'node:crypto';

/** Where a template is deployed to, and what the fake says of its resources. */
export type Place = {
	readonly subscription: string;
	readonly group: string;
	readonly variables: Readonly<Record<string, unknown>>;
	readonly parameters: Readonly<Record<string, unknown>>;
	/** The properties of a deployed resource by its id. */
	readonly reference: (id: string) => Readonly<Record<string, unknown>>;
};

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

type Function = (place: Place, ...args: readonly string[]) => unknown;

/** Those that the template uses, as documented: https://learn.microsoft.com/en-us/azure/azure-resource-manager/templates/template-functions */
const functions: Readonly<Record<string, Function>> = {
	concat: (_, ...args) => args.join(''),
	variables: (place, name) => evaluate(place.variables[name ?? ''], place),
	parameters: (place, name) => place.parameters[name ?? ''],
	uniqueString: (_, text) => digest(text ?? '').slice(0, 13),
	guid: (_, ...args) => digest(args.join('-')).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
	resourceGroup: ({ subscription, group }) => ({ id: `/subscriptions/${subscription}/resourceGroups/${group}` }),
	subscription: ({ subscription }) => ({ id: `/subscriptions/${subscription}`, tenantId: 'tenant' }),
	environment: () => ({ suffixes: { storage: 'core.windows.net', keyvaultDns: '.vault.azure.net' } }),
	resourceId: ({ subscription, group }, type, ...names) =>
		`/subscriptions/${subscription}/resourceGroups/${group}/providers/${path(type, names)}`,
	subscriptionResourceId: ({ subscription }, type, ...names) => `/subscriptions/${subscription}/providers/${path(type, names)}`,
	extensionResourceId: (_, id, type, ...names) => `${id}/providers/${path(type, names)}`,
	reference: (place, id) => place.reference(id ?? ''),
};

function path(type = '', names: readonly string[]): string {
	const [provider, ...kinds] = type.split('/');
	if (kinds.length !== names.length) throw new Error(`${type} takes ${kinds.length} names, not ${names.length}`);
	return [provider, ...kinds.flatMap((kind, index) => [kind, names[index]])].join('/');
}

/** A value of a template with every expression in it evaluated, in keys too. */
export function evaluate(value: unknown, place: Place): unknown {
	if (typeof value === 'string') return text(value, place);
	if (Array.isArray(value)) return value.map((each) => evaluate(each, place));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, each]) => [String(evaluate(key, place)), evaluate(each, place)]));
}

/** https://learn.microsoft.com/en-us/azure/azure-resource-manager/templates/template-expressions#escape-characters */
function text(value: string, place: Place): unknown {
	if (!value.startsWith('[') || !value.endsWith(']')) return value;
	return value.startsWith('[[') ? value.slice(1) : run(value.slice(1, -1), place);
}

function run(expression: string, place: Place): unknown {
	const tokens = expression.match(/'(?:[^']|'')*'|[A-Za-z]\w*|[().,]/g) ?? [];
	if (tokens.join('') !== expression.replace(/\s(?=(?:[^']*'[^']*')*[^']*$)/g, '')) throw new Error(`not an expression: ${expression}`);
	const value = parse(tokens, place);
	if (tokens.length > 0) throw new Error(`more than an expression: ${expression}`);
	return value;
}

function parse(tokens: string[], place: Place): unknown {
	const first = tokens.shift() ?? '';
	if (first.startsWith("'")) return first.slice(1, -1).replaceAll("''", "'");
	const called = Object.hasOwn(functions, first) ? functions[first] : undefined;
	if (called === undefined || tokens.shift() !== '(') throw new Error(`no function of ARM: ${first}`);
	const args: string[] = [];
	while (tokens.at(0) !== ')') {
		args.push(String(parse(tokens, place)));
		if (tokens.at(0) === ',') tokens.shift();
	}
	tokens.shift();
	let value = called(place, ...args);
	while (tokens.at(0) === '.') {
		const [, field = ''] = tokens.splice(0, 2);
		// Sound because only objects have fields, and a missing one is told.
		value = (value as Readonly<Record<string, unknown>>)[field];
		if (value === undefined) throw new Error(`${first}() has no ${field}`);
	}
	return value;
}
