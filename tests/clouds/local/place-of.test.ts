import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { placeOf } from '../../../src/clouds/local/place-of.ts';

const at = (...lines: readonly string[]) => Object.assign(new Error('no ledger'), { stack: ['Error: no ledger', ...lines].join('\n') });
const own = join(process.cwd(), 'src', 'functions', 'pays.ts');
const chain = join(process.cwd(), 'src', 'middleware', 'chain.ts');

it.each([
	['of its own', at(`    at run (${own}:12:9)`, `    at chain (${chain}:5:1)`), 'src/functions/pays.ts:12:9'],
	['by a file address', at(`    at async file://${own}:3:4`), 'src/functions/pays.ts:3:4'],
	[
		'that a library threw for it',
		at('    at parse (/elsewhere/node_modules/x/index.js:1:2)', `    at ${own}:7:8`),
		'src/functions/pays.ts:7:8',
	],
	['of the chain alone', at(`    at chain (${chain}:5:1)`), undefined],
	['without a stack', at(), undefined],
])('an error %s → %s', (_, error, place) => {
	expect(placeOf(error)?.replaceAll('\\', '/')).toBe(place);
});

it.each([
	['a text', 'no'],
	['nothing', undefined],
	[
		'an error that answers no question',
		Object.defineProperty(new Error('x'), 'stack', {
			get: () => {
				throw new Error('no');
			},
		}),
	],
])('%s that is thrown → no place, and no failure of its own', (_, thrown) => {
	expect(placeOf(thrown)).toBeUndefined();
});
