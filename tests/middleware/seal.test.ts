import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { keyIdOf, placeOfBlob, placeOfEvent, seal, sealBytes, unseal } from '../../src/middleware/seal.ts';
import { storageKey } from '../../src/middleware/storage-key.ts';

const value = Buffer.alloc(32, 7).toString('base64');
const key = storageKey(value, 'stripe');
const event = { source: 'stripe', id: 'evt_1' };
const bytes = Buffer.from('{"id":"evt_1"}');

describe('sealed bytes', () => {
	it('of an earlier version open, and what was told of a value then is told now', () => {
		const sealed = Buffer.from('AVbGFa5KwFwckXqnk1fGc+AK67Qn4g9rtcjSujkg86yzVxYJ+CDLHN+AE1pltwmCujU6', 'base64');

		expect(unseal(sealed, key, placeOfEvent(event)).toString()).toBe('{"id":"evt_1"}');
		expect(keyIdOf(sealed).equals(key.id)).toBe(true);
		expect(key.digest(bytes)).toBe('7efde89e985de55e7677e5e26601364e43c6d73fb5f8fc0905a828c89a2d95db');
		expect(key.hash('+49 30 901820')).toBe('hmac-sha256:2cfbf8cb8a22851f10e4625113cd6f5343406af2006c7fa738e1e873cd5f2fbe');
	});

	it.each([0, 1, 1000])('of %i bytes are as long as said, never twice the same, and open', (length) => {
		const any = randomBytes(length);

		const [one, two] = [seal(any, key, 'x'), seal(any, key, 'x')];

		expect([one.length, two.length]).toEqual([length + sealBytes, length + sealBytes]);
		expect(one.equals(two)).toBe(false);
		expect(unseal(one, key, 'x').equals(any)).toBe(true);
	});

	it.each([
		['in another event of the source', key, placeOfEvent({ source: 'stripe', id: 'evt_2' })],
		['in an event of another source', key, placeOfEvent({ source: 'stripe-eu', id: 'evt_1' })],
		['in blobs', key, placeOfBlob('stripe/evt_1')],
		['with another key', storageKey(Buffer.alloc(32, 8).toString('base64'), 'stripe'), placeOfEvent(event)],
		['with the same key of another source', storageKey(value, 'github'), placeOfEvent(event)],
	])('do not open %s', (_, other, place) => {
		expect(() => unseal(seal(bytes, key, placeOfEvent(event)), other, place)).toThrow('was changed, or was sealed for another event');
	});

	it('do not open with any bit of what is sealed changed', () => {
		const sealed = seal(bytes, key, 'x');
		// The version and the id of the key choose how and with what it is opened.
		for (let at = 9; at < sealed.length; at++) {
			const changed = Buffer.from(sealed);
			changed[at] = (changed[at] ?? 0) ^ 0x80;

			expect(() => unseal(changed, key, 'x')).toThrow('was changed');
		}
	});

	it.each([
		['too short', Buffer.alloc(sealBytes - 1, 1)],
		['of another version', Buffer.alloc(100, 2)],
		['none', bytes],
	])('are told from bytes that are %s', (_, other) => {
		expect(() => keyIdOf(other)).toThrow('not sealed in a way that is known here');
	});
});

it('two sources with one storage key have digests and ids of their own', () => {
	const other = storageKey(value, 'github');

	expect([other.hash('a') === key.hash('a'), other.digest(bytes) === key.digest(bytes), other.id.equals(key.id)]).toEqual([
		false,
		false,
		false,
	]);
});
