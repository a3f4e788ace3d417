import { expect, it } from '@jest/globals';
import { formSpellings } from '../../src/diagnosis/form-spellings.ts';

const whats = (text: string) => [...formSpellings(text)].map(({ what }) => what);

it.each([
	['a form of what is no escape', '%zz=+&'.repeat(20)],
	['a long form', 'a=%C3%BC+(b)&'.repeat(6_000)],
])('%s → nothing that has to be decoded is tried, since each failure is dear', (_, text) => {
	expect(whats(text).filter((what) => /encodeURIComponent|browsers|all signs/.test(what))).toEqual([]);
});

it('a short form → as browsers, encodeURIComponent and others write it', () => {
	expect(whats('a=%c3%bc+(b)')).toEqual([
		'a form with %20 for a space',
		'a form with escapes in capitals',
		'a form as browsers write it',
		'a form as encodeURIComponent writes it',
		'a form as encodeURIComponent writes it, with + for a space',
		'a form with all signs escaped',
		'a form with all signs escaped and + for a space',
	]);
});
