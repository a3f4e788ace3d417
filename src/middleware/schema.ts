/** The part of Standard Schema (https://standardschema.dev) that a payload's schema has to have; zod, valibot and others do. */
export type Schema<Output = unknown> = {
	readonly '~standard': {
		readonly version: 1;
		readonly vendor: string;
		readonly validate: (value: unknown) => Result<Output> | Promise<Result<Output>>;
		readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
	};
};

type Result<Output> =
	| { readonly value: Output; readonly issues?: undefined }
	| {
			readonly issues: readonly {
				readonly message: string;
				readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
			}[];
	  };

/** `amount_paid: Invalid input; id: …`. Names and rules only, no values: the messages of others than zod may quote what was given, so they are left out. */
export function issuesOf({ issues }: Result<unknown>, { '~standard': { vendor } }: Schema): string | undefined {
	const lines = issues?.map(({ path = [], message }) => {
		const names = path.map((part) => String(typeof part === 'object' ? part.key : part));
		return `${names.join('.') || 'payload'}: ${vendor === 'zod' ? message : 'does not fit'}`;
	});
	return lines?.join('; ').slice(0, 500);
}
