import { readFileSync } from 'node:fs';
import { type Check, checkHead, checkRows, givenText } from './check/show-check.ts';
import type { Results } from './results.ts';
import { cloudTitles, count, downHead, downRow, rowsOf, steadyHead, steadyRow } from './show-results.ts';

type Table = { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** For docs/scale.md, from what `npm run simulate -- --write` and `npm run simulate -- --check --write` wrote. */
export const simulated: Readonly<Record<string, () => Table>> = {
	'simulated-limits': () => ({
		head: ['cloud', 'what bites first', 'from so many events a second'],
		rows: results().clouds.map(({ cloud, throttlesAt }) => [
			cloudTitles[cloud],
			throttlesAt?.limit ?? 'nothing',
			throttlesAt ? count(throttlesAt.rate) : 'not below 20,000',
		]),
	}),
	'simulated-rates': () => ({ head: ['cloud', ...steadyHead], rows: rowsOf(results(), ({ steady }) => steady, steadyRow) }),
	'simulated-failing': () => ({ head: ['cloud', ...downHead], rows: rowsOf(results(), ({ fails }) => fails, downRow) }),
	'simulated-hanging': () => ({ head: ['cloud', ...downHead], rows: rowsOf(results(), ({ hangs }) => hangs, downRow) }),
	'simulated-check': () => ({ head: checkHead, rows: checkRows(check()) }),
};

export const givenToCheck = () => givenText(check());

// Sound, as the next, because only `npm run simulate` writes them.
const results = () => read('results.json') as Results;
const check = () => read('check.json') as Check;

function read(name: string): unknown {
	return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}
