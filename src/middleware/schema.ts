/** The part of Standard Schema (https://standardschema.dev) that a payload's schema has to have; zod, valibot and others do. */
export type Schema<Output = unknown> = {
	readonly '~standard': {
		readonly version: 1;
		readonly vendor: string;
		readonly validate: (value: unknown) => Result<Output> | Promise<Result<Output>>;
		readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
	};
};

export type Result<Output = unknown> =
	| { readonly value: Output; readonly issues?: undefined }
	| {
			readonly issues: readonly {
				readonly message: string;
				readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
			}[];
	  };

/** `amount_paid: expected number; id: …`. Names and rules only, no values: the messages of others than zod may quote what was given, so they are left out. */
export function issuesOf({ issues }: Result<unknown>, { '~standard': { vendor } }: Schema): string | undefined {
	const lines = issues?.map((issue) => {
		const names = (issue.path ?? []).map((part) => nameOf(String(typeof part === 'object' ? part.key : part)));
		return `${names.join('.') || 'payload'}: ${vendor === 'zod' ? ruleOf(issue) : 'does not fit'}`;
	});
	return lines?.join('; ').slice(0, 500);
}

/** Keys of a payload may be values too, such as addresses: only what looks like the name of a field, or a place in a list, is told. */
function nameOf(key: string): string {
	return /^([a-z_$][\w$-]{0,63}|\d{1,6})$/i.test(key) ? key : '*';
}

/** zod/mini says only "Invalid input", but every zod says which type it expected. */
function ruleOf(issue: { readonly message: string; readonly expected?: unknown; readonly code?: unknown }): string {
	// Its message has their names.
	if (issue.code === 'unrecognized_keys') return 'a field that it does not know';
	return typeof issue.expected === 'string' ? `expected ${issue.expected}` : issue.message;
}
