import { isEventPlace } from './event-place.ts';

export type HmacOptions = {
	readonly header: string;
	readonly algorithm?: 'sha1' | 'sha256' | 'sha512';
	readonly encoding?: 'hex' | 'base64';
	readonly prefix?: string;
	readonly timestamp?: string;
	readonly tolerance?: number;
	readonly id?: string;
	readonly type?: string;
};

type Rule = { readonly allowed: string; readonly accepts: (value: unknown) => boolean };

const oneOf = (...values: readonly string[]): Rule => ({
	allowed: `one of ${values.join(', ')}`,
	accepts: (value) => typeof value === 'string' && values.includes(value),
});
const matching = (pattern: RegExp, allowed: string): Rule => ({
	allowed,
	accepts: (value) => typeof value === 'string' && pattern.test(value),
});

const headerName = matching(/^[!#$%&'*+.^_`|~0-9a-z-]+$/i, 'the name of a header, such as x-signature');
const place: Rule = { allowed: 'header:<name of a header> or a path such as $.event.id', accepts: isEventPlace };
const longestTolerance = 24 * 60 * 60;

const rules: Readonly<Record<keyof HmacOptions, Rule>> = {
	header: headerName,
	algorithm: oneOf('sha1', 'sha256', 'sha512'),
	encoding: oneOf('hex', 'base64'),
	prefix: matching(/^[ -~]+$/, 'text in ASCII, such as sha256='),
	timestamp: headerName,
	tolerance: {
		allowed: `whole seconds from 1 to ${longestTolerance}, together with timestamp`,
		accepts: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= longestTolerance,
	},
	id: place,
	type: place,
};

export const hmacOptionNames = Object.keys(rules);

/** @throws {Error} with one line that names the option and what it may be; never its value, which could be a secret in the wrong place */
export function hmacOptions(given: Readonly<Record<string, unknown>>): HmacOptions {
	for (const name of Object.keys(given)) {
		if (!Object.hasOwn(rules, name))
			throw new Error(`option ${JSON.stringify(name)} is unknown: hmac takes ${Object.keys(rules).join(', ')}`);
	}
	for (const [name, { allowed, accepts }] of Object.entries(rules)) {
		const missing = given[name] === undefined;
		if (missing ? name === 'header' : !accepts(given[name])) throw new Error(`option "${name}" must be ${allowed}`);
	}
	if (given.tolerance !== undefined && given.timestamp === undefined)
		throw new Error(`option "tolerance" must be ${rules.tolerance.allowed}`);
	// Sound because every option has passed its rule.
	return given as HmacOptions;
}
