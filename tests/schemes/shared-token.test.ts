import { sharedToken } from '../../src/schemes/shared-token.ts';
import { conforms } from './conformance.ts';

conforms({
	title: 'shared token',
	scheme: sharedToken({ header: 'x-token' }),
	signsBody: false,
	spoilings: [
		['junk after the token', (value) => `${value}0`, 'signature-mismatch'],
		['a space after the token', (value) => `${value} `, 'signature-mismatch'],
		['a token one character short', (value) => value.slice(0, -1), 'signature-mismatch'],
		['an upper-case token', (value) => `${value.toUpperCase()}A`, 'signature-mismatch'],
		['the header twice', (value) => `${value}, ${value}`, 'signature-mismatch'],
	],
	malformedSecrets: ['trailing-space ', ' leading-space', 'line\nbreak', 'tökèn-of-letters', 'control\u0000'],
});
