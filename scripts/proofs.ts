import { existsSync, readFileSync } from 'node:fs';
import { allJudges } from '../tests/judges/all-judges.ts';

/** How a provider is proved besides by its own suite. */
export type Proof = {
	/** Official libraries whose signatures we accept. */
	readonly signs: readonly string[];
	/** Official libraries that accept ours. */
	readonly verifies: readonly string[];
	/** How many published signatures we accept. */
	readonly vectors: number;
	/** How many of these three there are. */
	readonly kinds: number;
};

const judges = await allJudges();
const published = new URL('../tests/vectors/published/', import.meta.url);

export function proofs(id: string): Proof {
	const own = judges[id] ?? [];
	const file = new URL(`${id}.json`, published);
	const rows: readonly unknown[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
	const signs = own.filter(({ sign }) => sign !== undefined).map((judge) => judge.package);
	const verifies = own.filter(({ accepts }) => accepts !== undefined).map((judge) => judge.package);
	return { signs, verifies, vectors: rows.length, kinds: [signs, verifies, rows].filter(({ length }) => length > 0).length };
}
