/** A defence taken away: `find` stands once in `file`, and with `replace` in its place one of the tests in `by` must fail. */
export type Mutant = {
	readonly without: string;
	readonly file: string;
	readonly find: string;
	readonly replace: string;
	/** Where jest looks for the tests, in order; the rest is left out once one has failed. */
	readonly by: readonly string[];
};
