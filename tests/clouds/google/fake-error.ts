/** What a service of Google refuses with: https://cloud.google.com/apis/design/errors#http_mapping */
export class Refused extends Error {
	override readonly name = 'Refused';
	readonly status: string;

	constructor(status: keyof typeof codes, message: string) {
		super(message);
		this.status = status;
	}
}

export const codes = {
	INVALID_ARGUMENT: 400,
	FAILED_PRECONDITION: 400,
	UNAUTHENTICATED: 401,
	PERMISSION_DENIED: 403,
	NOT_FOUND: 404,
	ALREADY_EXISTS: 409,
	UNAVAILABLE: 503,
} as const;

export type Json = Readonly<Record<string, unknown>>;

/** The value as an object with no other fields than these, as Google's JSON reader takes it. */
export function only(value: unknown, fields: readonly string[], what: string): Json {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refused('INVALID_ARGUMENT', `${what} is no object`);
	const [unknown] = Object.keys(value).filter((field) => !fields.includes(field));
	if (unknown !== undefined) throw new Refused('INVALID_ARGUMENT', `Unknown name "${unknown}" at '${what}': Cannot find field.`);
	return value as Json;
}

export function list(value: unknown, what: string): readonly unknown[] {
	if (!Array.isArray(value) || value.length === 0) throw new Refused('INVALID_ARGUMENT', `${what} is empty`);
	return value;
}

/** The text itself, where it is base64 of something. */
export function base64(value: unknown, what: string): string {
	if (typeof value !== 'string' || Buffer.from(value, 'base64').toString('base64') !== value)
		throw new Refused('INVALID_ARGUMENT', `Invalid value at '${what}' (TYPE_BYTES), Base64 decoding failed`);
	return value;
}

export function wellFormed(value: unknown, what: string): string {
	if (typeof value !== 'string' || !value.isWellFormed()) throw new Refused('INVALID_ARGUMENT', `Invalid value at '${what}' (TYPE_STRING)`);
	return value;
}
