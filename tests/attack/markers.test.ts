import { expect, it } from '@jest/globals';
import { markers, placesOf, placesOfAll } from './markers.ts';

it.each(Object.entries(markers))('the marker of %s is found as it is, in hex, and in base64 after any text', (name, marker) => {
	const before = ['', 'a', 'ab', 'abc', 'user:'];
	const traces = {
		plain: `before ${marker} after`,
		hex: Buffer.from(marker).toString('hex'),
		...Object.fromEntries(before.map((text) => [`base64 after ${text}`, Buffer.from(`${text}${marker}, and more`).toString('base64')])),
		...Object.fromEntries(before.map((text) => [`base64 at the end of ${text}`, Buffer.from(`${text}${marker}`).toString('base64')])),
	};

	expect(placesOf(marker, { ...traces, none: 'Kx7' })).toEqual(Object.keys(traces).sort());
	expect(Object.entries(placesOfAll(traces)).filter(([, places]) => places.length > 0)).toEqual([[name, Object.keys(traces).sort()]]);
});
