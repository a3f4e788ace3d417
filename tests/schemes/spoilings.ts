import type { Spoiling } from './conformance.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** What spoils a signature in hex, after a prefix. */
export function hexSpoilings(prefix: string): readonly Spoiling[] {
	return [
		['junk after the signature', (value) => `${value}00`, 'signature-malformed'],
		['a space after the signature', (value) => `${value} `, 'signature-malformed'],
		['text that is no hex after the signature', (value) => `${value}zz`, 'signature-malformed'],
		['a signature one byte short', (value) => value.slice(0, -2), 'signature-malformed'],
		['half a byte less', (value) => value.slice(0, -1), 'signature-malformed'],
		['upper-case hex', (value) => prefix + value.slice(prefix.length).toUpperCase(), 'signature-malformed'],
		['a letter that is no hex digit', (value) => `${value.slice(0, -1)}g`, 'signature-malformed'],
		['base64', (value) => prefix + Buffer.from(value.slice(prefix.length), 'hex').toString('base64'), 'signature-malformed'],
		['the header twice', (value) => `${value}, ${value}`, 'signature-malformed'],
		['the header twice, joined without a space', (value) => `${value},${value}`, 'signature-malformed'],
		['a signature of zeros', (value) => prefix + '0'.repeat(value.length - prefix.length), 'signature-mismatch'],
	];
}

/** What spoils a signature in padded base64, after a prefix. */
export function base64Spoilings(prefix: string): readonly Spoiling[] {
	return [
		['junk after the signature', (value) => `${value}AAAA`, 'signature-malformed'],
		['a character outside the alphabet', (value) => `${value}!`, 'signature-malformed'],
		['a space after the signature', (value) => `${value}\t`, 'signature-malformed'],
		['more padding', (value) => `${value}=`, 'signature-malformed'],
		['a line break inside', (value) => `${value.slice(0, 20)}\n${value.slice(20)}`, 'signature-malformed'],
		['hex', (value) => prefix + Buffer.from(value.slice(prefix.length), 'base64').toString('hex'), 'signature-malformed'],
		['the header twice', (value) => `${value},${value}`, 'signature-malformed'],
	];
}

/** What spoils base64 of a number of bytes that 3 does not divide, so that it is padded. */
export function paddingSpoilings(prefix: string): readonly Spoiling[] {
	return [
		['no padding', (value) => value.replace(/=+$/, ''), 'signature-malformed'],
		['loose bits before the padding', loosenBits, 'signature-malformed'],
		['the URL alphabet', (value) => prefix + value.slice(prefix.length).replace(/^../, '-_'), 'signature-malformed'],
		['a signature one byte short', (value) => prefix + withoutLastByte(value.slice(prefix.length)), 'signature-malformed'],
	];
}

/** Another spelling of the same bytes: only bits that a lax decoder skips differ. */
function loosenBits(value: string): string {
	const padding = /=+$/.exec(value)?.[0] ?? '';
	const last = value.length - padding.length - 1;
	return value.slice(0, last) + alphabet[alphabet.indexOf(value[last] ?? '') + 1] + padding;
}

function withoutLastByte(base64: string): string {
	return Buffer.from(base64, 'base64').subarray(0, -1).toString('base64');
}
