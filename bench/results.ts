import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Line } from './line.ts';
import { resultsPage } from './results-page.ts';

/** What a whole run has measured, and where. */
export type Results = { readonly on: string; readonly node: string; readonly cores: number; readonly lines: readonly Line[] };

const file = join(import.meta.dirname, 'results.json');

export function readResults(): Results {
	// Sound because only writeResults writes it.
	return JSON.parse(readFileSync(file, 'utf8')) as Results;
}

export function writeResults(results: Results): void {
	writeFileSync(file, `${JSON.stringify(results, undefined, '\t')}\n`);
	writeFileSync(join(import.meta.dirname, 'RESULTS.md'), resultsPage(results));
}
