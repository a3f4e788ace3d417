/** One path of a source's `redact`: keys, and `*` for every key or element. */
export type RedactionRule = { readonly path: readonly string[]; readonly act: 'drop' | 'hash' };

/** What is done to a body before it is kept. */
export type Redaction = {
	readonly rules: readonly RedactionRule[];
	/** What stands in the place of a value that is hashed. */
	readonly digest: (value: string) => string;
};

/** What the rules say about what is under `key`. */
export function rulesUnder(key: string, rules: readonly RedactionRule[]): readonly RedactionRule[] {
	return rules.filter(({ path: [first] }) => first === key || first === '*').map(({ path: [, ...path], act }) => ({ path, act }));
}

/** What is to be done with the value itself, where the paths end here. */
export function actOn(rules: readonly RedactionRule[]): RedactionRule['act'] | undefined {
	const acts = rules.filter(({ path }) => path.length === 0).map(({ act }) => act);
	return acts.includes('drop') ? 'drop' : acts[0];
}
