import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { detachedJws } from '../../src/schemes/detached-jws.ts';
import { publicTokenKeys } from '../../src/schemes/token-keys.ts';
import { aDelivery, receivedAt, withHeaders } from './a-delivery.ts';
import { jwkOf, makeToken, pairs, rs256, rs512, spkiOf } from './make-token.ts';

const keys = publicTokenKeys({
	algorithms: ['RS512'],
	title: '<environment> <workspace>',
	words: [/^(?:us|eu)$/, /^[a-z0-9-]+$/],
	example: ['us', 'w-1'],
	at: ([environment], id) => ({ url: `https://${environment}.example/jwks.json`, holding: id }),
});
const scheme = detachedJws({ header: 'x-jws', keys, states: ['workspace'] });
const body = '{"workspace":"w-1","n":1}';
const secret = `us w-1 ${spkiOf(pairs.rsa)}`;

/** By hand (RFC 7515, appendix F). */
function jws(head: object, payload: string, signed = rs512(pairs.rsa.privateKey)): string {
	const [first, , last] = makeToken(head, payload, signed).split('.');
	return `${first}..${last}`;
}

const head = { alg: 'RS512', kid: 'key-1' };
const good = jws(head, body);
const sent = (value: string, text = body) => withHeaders(aDelivery({ rawBody: Buffer.from(text) }), { 'x-jws': value });
const refused = (reason: string) => ({ valid: false, reason });

describe('a detached JWS', () => {
	it('is believed, with a stated key and with a published one', async () => {
		expect(await scheme.verify(sent(good), [secret])).toEqual({ valid: true, secret: 0 });
		expect(await scheme.verify(sent(good), ['us w-1'], JSON.stringify({ keys: [jwkOf(pairs.rsa)] }))).toEqual({ valid: true, secret: 0 });
		expect(scheme.keysAt?.(sent(good), ['eu w-1'])).toEqual({ url: 'https://eu.example/jwks.json', holding: 'key-1' });
		expect(scheme.keysAt?.(sent(good), [secret])).toBeUndefined();
		expect(scheme.keysAt?.(sent('x..y'), ['eu w-1'])).toBeUndefined();
	});

	it.each<readonly [string, string, string]>([
		['nothing', '', 'signature-missing'],
		['a payload in it', good.replace('..', `.${Buffer.from(body).toString('base64url')}.`), 'signature-malformed'],
		['two parts', good.replace('..', '.'), 'signature-malformed'],
		['four parts', `${good}.`, 'signature-malformed'],
		['no signature', good.replace(/[^.]*$/, ''), 'signature-malformed'],
		['padding', `${good}==`, 'signature-malformed'],
		['another algorithm', jws({ ...head, alg: 'RS256' }, body, rs256(pairs.rsa.privateKey)), 'signature-malformed'],
		['alg none', jws({ alg: 'none' }, body), 'signature-malformed'],
		['an unencoded payload', jws({ ...head, b64: false, crit: ['b64'] }, body), 'signature-malformed'],
		['the signature of another body', jws(head, `${body} `), 'signature-mismatch'],
		['a signature by another digest', jws(head, body, rs256(pairs.rsa.privateKey)), 'signature-mismatch'],
	])('is refused with %s', async (_, value, reason) => {
		expect(await scheme.verify(sent(value), [secret])).toEqual(refused(reason));
	});

	it('is refused where it is for another customer of the sender, whose key is the same', async () => {
		const other = '{"workspace":"w-2"}';

		expect(await scheme.verify(sent(jws(head, other), other), [secret])).toEqual(refused('signature-mismatch'));
		expect(await scheme.verify(sent(jws(head, '{}'), '{}'), [secret])).toEqual(refused('signature-mismatch'));
		await expect(scheme.sign(sent('', other), scheme.generate().signing)).rejects.toThrow(TypeError);
	});

	it('believes what it signed of any body, and nothing with a byte of it, or the time that it covers, changed', async () => {
		const timed = detachedJws({
			header: 'x-jws',
			keyId: 'x-key',
			keys: publicTokenKeys({ algorithms: ['EdDSA'], title: 'a key', words: [], example: [] }),
			payload: ({ rawBody }, time) => Buffer.from(`${time}.${rawBody.toString('base64url')}`),
			time: { header: 'x-time', clock: 'milliseconds', tolerance: 300 },
		});
		const pair = timed.generate();
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.nat(), async (bytes, at) => {
				const signed = await timed.sign(aDelivery({ rawBody: Buffer.from(bytes) }), pair.signing);
				const changed = Buffer.from(bytes);
				changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ 1;
				const later = withHeaders(signed, { 'x-time': String(receivedAt + 1) });

				expect((await timed.verify(signed, [pair.verifying])).valid).toBe(true);
				expect((await timed.verify({ ...signed, rawBody: changed }, [pair.verifying])).valid).toBe(false);
				expect((await timed.verify(later, [pair.verifying])).valid).toBe(false);
			}),
			{ numRuns: 40 },
		);
	});
});
