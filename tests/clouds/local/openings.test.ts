import { describe, expect, it } from '@jest/globals';
import { openingsConformance } from '../../ports/openings.conformance.ts';
import { openTwice } from './temporary-store.ts';

describe('openings of the local cloud', () => {
	openingsConformance(() => openTwice((store) => store.openings));

	it.each(['teller', '"teller"', 'teller"'])(
		'no record of a function opens a source or closes it, whatever its key is (%j)',
		async (key) => {
			const { one: store, close } = await openTwice((each) => each);
			await store.records.put('opening', key, Number.MAX_SAFE_INTEGER);
			expect(await store.openings.get('teller')).toBeUndefined();
			await store.openings.open('teller', 1);

			await store.records.remove('opening', key);

			expect(await store.openings.get('teller')).toBe(1);
			await close();
		},
	);
});
