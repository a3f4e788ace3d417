import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fieldsHmac } from '../../src/schemes/fields-hmac.ts';
import { fieldAt, phpJsonAt } from '../../src/schemes/signed-field.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import { type DirectScheme, SecretError } from '../../src/webhook/scheme.ts';
import { aDelivery, receivedAt } from './a-delivery.ts';

const scheme = fieldsHmac({
	algorithm: 'sha256',
	encoding: 'hex',
	items: ['items', '*'],
	signature: { at: ['signature'] },
	separator: ':',
	fields: [fieldAt('id', /^\w+$/), fieldAt('paid', /^(true|false)$/, 'boolean'), fieldAt('amount', /^[0-9]+$/, 'number')],
});
const two = {
	items: [
		{ id: 'a', paid: false, amount: 10, note: 'x' },
		{ id: 'b', paid: true, amount: 5 },
	],
};
const of = (body: unknown): Delivery => aDelivery({ rawBody: Buffer.from(JSON.stringify(body)) });
const bodyOf = ({ rawBody }: Delivery) => JSON.parse(rawBody.toString());
const verdict = (body: unknown, by: DirectScheme = scheme) => by.verify(of(body), ['secret']);
const signed: { items: Record<string, unknown>[] } = bodyOf(scheme.sign(of(two), 'secret'));
const withFirst = (change: object) => ({ items: [{ ...signed.items[0], ...change }, signed.items[1]] });

describe('fields of a JSON body', () => {
	it('given all items signed, whatever else they say, accepts them', () => {
		expect(verdict(signed)).toEqual({ valid: true, secret: 0 });
		expect(verdict(withFirst({ note: 'y' }))).toEqual({ valid: true, secret: 0 });
	});

	it.each([
		['another amount', withFirst({ amount: 11 }), 'signature-mismatch'],
		['a text for a number', withFirst({ amount: '10' }), 'signature-mismatch'],
		['a text for a false', withFirst({ paid: 'false' }), 'signature-mismatch'],
		['a number that JSON can not carry', withFirst({ amount: 1e300 }), 'signature-mismatch'],
		['a separator within a field', withFirst({ id: 'a:false' }), 'signature-mismatch'],
		['no field', withFirst({ id: undefined }), 'signature-mismatch'],
		["another item's signature", withFirst({ signature: signed.items[1]?.signature }), 'signature-mismatch'],
		['one item without a signature', withFirst({ signature: undefined }), 'signature-missing'],
		['an empty signature', withFirst({ signature: '' }), 'signature-missing'],
		['a signature that is no text', withFirst({ signature: 1 }), 'signature-malformed'],
		['a signature in upper case', withFirst({ signature: String(signed.items[0]?.signature).toUpperCase() }), 'signature-malformed'],
		['an item more that nobody signed', { items: [...signed.items, { id: 'c', paid: true, amount: 1 }] }, 'signature-missing'],
		['no items', { items: [] }, 'signature-missing'],
		['items that are no list', { items: signed.items[0] }, 'signature-missing'],
		['no JSON', undefined, 'signature-missing'],
	])('given %s, refuses all', (_, body, reason) => {
		const sent = body === undefined ? aDelivery({ rawBody: Buffer.from('no JSON') }) : of(body);

		expect(scheme.verify(sent, ['secret'])).toEqual({ valid: false, reason });
	});

	it('given no secret, a blank one, or one not of two halves where it should be, throws', () => {
		const named = fieldsHmac({
			algorithm: 'sha256',
			encoding: 'hex',
			signature: { at: ['s'] },
			fields: [(_, name) => name],
			named: 'name:key',
		});

		expect(() => scheme.verify(of(signed), [])).toThrow(SecretError);
		expect(() => scheme.verify(of(signed), [' '])).toThrow(SecretError);
		for (const secret of ['nothing-between', ':key', 'name:', 'na me:key']) {
			expect(() => named.verify(of({}), [secret])).toThrow('the secret is not name:key');
		}
	});

	it('given two names with one key, tells them apart', () => {
		const named = fieldsHmac({
			algorithm: 'sha256',
			encoding: 'hex',
			signature: { at: ['s'] },
			fields: [(_, name) => name],
			named: 'name:key',
		});
		const sent = named.sign(of({}), 'one:key');

		expect(named.verify(sent, ['two:key', 'one:key'])).toEqual({ valid: true, secret: 1 });
	});

	it('given a signature in the query, believes it once', () => {
		const query = fieldsHmac({ algorithm: 'sha512', encoding: 'hex', signature: { query: 'hmac' }, fields: [fieldAt('id', /^\w+$/)] });
		const sent = query.sign(of({ id: 'a' }), 'secret');

		expect(query.verify(sent, ['secret'])).toEqual({ valid: true, secret: 0 });
		expect(query.verify({ ...sent, query: `${sent.query}&${sent.query}` }, ['secret']).valid).toBe(false);
		expect(query.verify({ ...sent, query: '' }, ['secret'])).toEqual({ valid: false, reason: 'signature-missing' });
	});

	it('given a time, bounds it', () => {
		const time = { at: ['t'], clock: 'seconds', tolerance: 60 } as const;
		const timed = fieldsHmac({ algorithm: 'sha256', encoding: 'hex', signature: { at: ['s'] }, fields: [fieldAt('t', /^\d+$/)], time });
		const sent = timed.sign(of({}), 'secret');

		const at = (seconds: number) => timed.verify({ ...sent, receivedAt: receivedAt + seconds * 1000 }, ['secret']);

		expect([at(60), at(61), at(-61)]).toEqual([
			{ valid: true, secret: 0 },
			{ valid: false, reason: 'timestamp-stale' },
			{ valid: false, reason: 'timestamp-future' },
		]);
	});

	it('given JSON that is deeper than the stack, refuses it and does not throw', () => {
		const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
		const field = Buffer.from(`{"items":[{"id":${deep},"signature":"${'0'.repeat(64)}"}]}`);
		expect(scheme.verify(aDelivery({ rawBody: field }), ['secret'])).toEqual({ valid: false, reason: 'signature-mismatch' });

		const php = fieldsHmac({ algorithm: 'sha256', encoding: 'base64', signature: { at: ['s'] }, fields: [phpJsonAt('of')] });
		const digest = Buffer.alloc(32).toString('base64');
		const rawBody = Buffer.from(`{"s":"${digest}","of":${'['.repeat(200_000)}${']'.repeat(200_000)}}`);

		expect(php.verify(aDelivery({ rawBody }), ['secret'])).toEqual({ valid: false, reason: 'signature-mismatch' });
	});

	it('given a number that is too large for any, does not take it for the null that it is written as', () => {
		const php = fieldsHmac({ algorithm: 'sha256', encoding: 'base64', signature: { at: ['s'] }, fields: [phpJsonAt('of')] });
		const signed = php.sign(of({ of: [null] }), 'secret');
		const rawBody = Buffer.from(signed.rawBody.toString().replace('[null]', '[1e400]'));

		expect(php.verify(signed, ['secret'])).toEqual({ valid: true, secret: 0 });
		expect(php.verify({ ...signed, rawBody }, ['secret'])).toEqual({ valid: false, reason: 'signature-mismatch' });
	});

	it('given any JSON as PHP writes it, accepts what means the same, and nothing else', () => {
		const php = fieldsHmac({ algorithm: 'sha256', encoding: 'base64', signature: { at: ['s'] }, fields: [phpJsonAt('of')] });
		expect(phpJsonAt('of')({ of: 'é/😀' }, '')).toBe('"\\u00e9\\/\\ud83d\\ude00"');

		fc.assert(
			fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
				const body = bodyOf(php.sign(of({ of: one }), 'secret'));

				expect(verdict(body, php).valid).toBe(true);
				expect(verdict({ ...body, of: other }, php).valid).toBe(JSON.stringify(one) === JSON.stringify(other));
			}),
		);
	});
});
