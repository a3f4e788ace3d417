import { describe, expect, it } from '@jest/globals';
import { signedFormField, signText } from '../../src/schemes/signed-form-field.ts';
import { SecretError } from '../../src/webhook/scheme.ts';
import { aDelivery } from './a-delivery.ts';

const scheme = signedFormField({ signature: 'sig', payload: 'pay' });
const secret = 'public:private';
const payload = `${Buffer.from('<notification>that is long enough</notification>').toString('base64')}\n`;
const verdict = (fields: readonly (readonly [string, string])[]) =>
	scheme.verify(
		aDelivery({ rawBody: Buffer.from(new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString()) }),
		[secret],
	);
const good = signText(payload, secret);

describe('a signed field of a form', () => {
	it.each([
		['the signature', good],
		['the signature beside that of another key', `other|${'0'.repeat(40)}&${good}`],
		['the signature of the payload with a line break more', signText(`${payload}\n`, secret)],
	])('given %s, accepts it', (_, signature) => {
		expect(
			verdict([
				['sig', signature],
				['pay', payload],
			]),
		).toEqual({ valid: true, secret: 0 });
	});

	it.each<readonly [string, readonly (readonly [string, string])[], string]>([
		['no signature', [['pay', payload]], 'signature-missing'],
		[
			'an empty signature',
			[
				['sig', ''],
				['pay', payload],
			],
			'signature-missing',
		],
		['no payload', [['sig', good]], 'signature-missing'],
		[
			'two payloads',
			[
				['sig', good],
				['pay', payload],
				['pay', 'other'],
			],
			'signature-missing',
		],
		[
			'the signature of another public key',
			[
				['sig', good.replace('public', 'other')],
				['pay', payload],
			],
			'signature-mismatch',
		],
		[
			'another payload',
			[
				['sig', good],
				['pay', payload.replace('P', 'Q')],
			],
			'signature-mismatch',
		],
		[
			'a signature in upper case',
			[
				['sig', `public|${good.slice(7).toUpperCase()}`],
				['pay', payload],
			],
			'signature-malformed',
		],
		[
			'junk after the signature',
			[
				['sig', `${good}0`],
				['pay', payload],
			],
			'signature-malformed',
		],
		[
			'junk beside the signature',
			[
				['sig', `${good}&`],
				['pay', payload],
			],
			'signature-malformed',
		],
		[
			'many signatures',
			[
				['sig', Array(17).fill(good).join('&')],
				['pay', payload],
			],
			'signature-malformed',
		],
		[
			'a payload that is no base64',
			[
				['sig', signText(`${payload}<`, secret)],
				['pay', `${payload}<`],
			],
			'signature-malformed',
		],
	])('given %s, refuses it', (_, fields, reason) => {
		expect(verdict(fields)).toEqual({ valid: false, reason });
	});

	it('given what it answers to any challenge, does not take it for the signature of a payload', () => {
		const challenge = '0123456789abcdef0123456789abcdef';

		expect(
			verdict([
				['sig', signText(challenge, secret)],
				['pay', challenge],
			]),
		).toEqual({ valid: false, reason: 'signature-malformed' });
	});

	it('given a secret that is no pair, throws', () => {
		for (const wrong of ['', 'private', 'public:', ':private']) expect(() => scheme.verify(aDelivery(), [wrong])).toThrow(SecretError);
	});
});
