import { describe, expect, it } from '@jest/globals';
import type { EventRow, List } from '../../../../src/plugin/inspector/api.ts';
import { appendRows, mergeRows } from '../../../../src/plugin/inspector/page/merge-rows.ts';

const row = (id: string, status: EventRow['status'] = 'done'): EventRow => ({
	kind: 'event',
	source: 'stripe',
	id,
	type: 'invoice.paid',
	status,
	receivedAt: 0,
	functions: [],
});
const list = (ids: string, more: Partial<List> = {}): List => ({ rows: [...ids].map((id) => row(id)), ...more });
const idsOf = ({ rows }: List) => rows.map((each) => (each.kind === 'event' ? each.id : '')).join('');

describe('the first page, read anew', () => {
	it('comes before the older rows, which stay, with where they go on', () => {
		const merged = mergeRows(list('cbazy', { next: 'behind y' }), list('edcba', { next: 'behind a' }));

		expect([idsOf(merged), merged.next]).toEqual(['edcbazy', 'behind y']);
	});

	it('has what became of a row', () => {
		const page: List = { rows: [row('b', 'dead'), row('a')], next: 'behind a' };

		const { rows } = mergeRows(list('bazy', { next: 'behind y' }), page);

		expect(rows[0]).toEqual(row('b', 'dead'));
	});

	it('leaves out a row that no longer fits', () => {
		expect(idsOf(mergeRows(list('cbazy', { next: 'n' }), list('cazy', { next: 'n' })))).toBe('cazy');
	});

	it('stands alone where others may lie between it and the older ones', () => {
		const page = list('zyx', { next: 'behind x' });

		expect(mergeRows(list('cba', { next: 'behind a' }), page)).toBe(page);
	});

	it('stands alone where it is all that there is', () => {
		const page = list('a');

		expect(mergeRows(list('cba', { next: 'n' }), page)).toBe(page);
	});

	it.each(['', 'd'])('of a search that stopped with %j leaves what was found further back', (found) => {
		const merged = mergeRows(list('cba', { next: 'far', searched: 10_000 }), list(found, { next: 'near', searched: 5_000 }));

		expect([idsOf(merged), merged.next, merged.searched]).toEqual([`${found}cba`, 'far', 10_000]);
	});
});

describe('the next page', () => {
	it('comes behind the loaded rows, and no row twice', () => {
		const appended = appendRows(list('cba', { next: 'behind a' }), list('azy', { next: 'behind y' }));

		expect([idsOf(appended), appended.next]).toEqual(['cbazy', 'behind y']);
	});

	it('of a search counts on, and at its end says no more of it', () => {
		const searched = { next: 'n', searched: 5_000 };

		expect(appendRows(list('', searched), list('', searched)).searched).toBe(10_000);
		expect(appendRows(list('', searched), list('z'))).toEqual(list('z'));
	});
});
