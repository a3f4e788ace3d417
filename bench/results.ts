import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Line } from './line.ts';
import { resultsPage } from './results-page.ts';

/** What a whole run has measured, and where. */
export type Results = { readonly on: string; readonly node: string; readonly cores: number; readonly lines: readonly Line[] };

const file = join(import.meta.dirname, 'results.json');

export function readResults(): Results {
	// Sound because only keepResults writes it.
	return JSON.parse(readFileSync(file, 'utf8')) as Results;
}

/** In place of what those rows had before. */
export function keepResults(lines: readonly Line[]): void {
	const rows = new Set(lines.map(({ row }) => row));
	const others = existsSync(file) ? readResults().lines.filter(({ row }) => !rows.has(row)) : [];
	const all = [...others, ...lines].toSorted((a, b) => a.row - b.row);
	const results: Results = { on: new Date().toISOString().slice(0, 10), node: process.version, cores: availableParallelism(), lines: all };
	writeFileSync(file, `${JSON.stringify(results, undefined, '\t')}\n`);
	writeFileSync(join(import.meta.dirname, 'RESULTS.md'), resultsPage(results));
}
