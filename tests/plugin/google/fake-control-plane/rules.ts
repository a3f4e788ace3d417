export type Json = Readonly<Record<string, unknown>>;

export type Asked = {
	readonly method: string;
	/** Decoded, without the service's name. */
	readonly path: string;
	readonly query: URLSearchParams;
	readonly body: Json;
};

/** What a call came to; `kind` is its path without the names in it. */
export type Rule = readonly [method: string, path: RegExp, answer: (names: readonly string[], asked: Asked) => unknown];

/** As Google refuses: https://docs.cloud.google.com/apis/design/errors */
export class Refused extends Error {
	readonly status: number;
	readonly body: unknown;

	constructor(status: number, code: string, message: string, details: readonly object[] = []) {
		super(message);
		this.status = status;
		this.body = { error: { code: status, status: code, message, details } };
	}
}

export const missing = (what: string) => new Refused(404, 'NOT_FOUND', `${what} was not found.`);
export const wrong = (message: string) => new Refused(400, 'INVALID_ARGUMENT', message);
export const taken = (what: string) => new Refused(409, 'ALREADY_EXISTS', `${what} exists already.`);

/** Google refuses a field that it does not know, and what lacks one that it needs. */
export function fields(body: unknown, known: readonly string[], needed: readonly string[] = []): Json {
	if (typeof body !== 'object' || body === null) throw wrong('it is no object');
	const given = body as Json;
	const unknown = Object.keys(given).find((key) => !known.includes(key));
	if (unknown !== undefined) throw wrong(`Invalid JSON payload received. Unknown name "${unknown}": Cannot find field.`);
	const lacking = needed.find((key) => given[key] === undefined);
	if (lacking !== undefined) throw wrong(`${lacking} is required`);
	return given;
}

/** Updates what the mask names, and refuses a mask that names what is not there. */
export function masked(before: Json, body: Json, query: URLSearchParams, known: readonly string[]): Json {
	const mask = (query.get('updateMask') ?? '').split(',').filter(Boolean);
	const unknown = mask.find((path) => !known.includes(path));
	if (mask.length === 0 || unknown !== undefined) throw wrong(`Invalid update mask: ${unknown ?? 'it is empty'}`);
	return { ...before, ...Object.fromEntries(mask.map((path) => [path, body[path]])) };
}

export function found<Value>(map: ReadonlyMap<string, Value>, name: string): Value {
	const value = map.get(name);
	if (value === undefined) throw missing(name);
	return value;
}

/** Few a page, so that whoever does not turn it is found out. */
const pageSize = 4;

export function page(items: readonly unknown[], key: string, { query }: Pick<Asked, 'query'>): Json {
	const at = Number(query.get('pageToken') ?? 0);
	const next = at + pageSize < items.length ? { nextPageToken: String(at + pageSize) } : {};
	return { [key]: items.slice(at, at + pageSize), ...next };
}

type Held = { readonly read: (resource: string) => unknown; readonly write: (resource: string, policy: unknown) => unknown };

/** The two methods by which most APIs hold the policy of a resource, which has to be there. */
export function policyRules(path: RegExp, policies: Held, isThere: (name: string) => unknown): readonly Rule[] {
	return [
		['GET', path, ([name = '', which]) => (which === 'get' && isThere(name) ? policies.read(name) : undefined)],
		['POST', path, ([name = '', which], { body }) => (which === 'set' && isThere(name) ? policies.write(name, body.policy) : undefined)],
	];
}
