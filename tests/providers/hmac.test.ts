import { describe, expect, it } from '@jest/globals';
import { hmac } from '../../src/providers/hmac.ts';
import { verified } from '../../src/webhook/verified.ts';
import { delivery } from './deliveries.ts';

const body = '{"id":"o-1","type":"order.created","meta":{"key":7}}';

async function identify(options: Readonly<Record<string, unknown>>, text = body, headers = {}) {
	const provider = hmac.configure({ header: 'x-signature', ...options });
	const one = delivery(text, { 'content-type': 'application/json', ...headers });
	return provider.identify(await provider.contentTypes['application/json']?.(verified(one)), one)[0];
}

describe('hmac', () => {
	it.each([
		[{ header: 'X-Signature' }, /^[0-9a-f]{64}$/],
		[{ header: 'X-Signature', algorithm: 'sha1', encoding: 'base64' }, /^[\w+/]{27}=$/],
		[{ header: 'X-Signature', algorithm: 'sha512', prefix: 'sha512=' }, /^sha512=[0-9a-f]{128}$/],
	])('signs and verifies as %j says', (options, form) => {
		const { scheme } = hmac.configure(options);
		const { signing, verifying } = scheme.generate();

		const signed = scheme.sign(delivery(body), signing);

		expect(signed.headers['x-signature']).toMatch(form);
		expect(scheme.verify(signed, [verifying])).toEqual({ valid: true, secret: 0 });
		expect(scheme.tolerance).toBeUndefined();
	});

	it('signs the time where there is a header for it, and bounds it as asked', () => {
		const { scheme } = hmac.configure({ header: 'x-signature', timestamp: 'X-Time', tolerance: 60 });
		const { signing, verifying } = scheme.generate();

		const signed = scheme.sign(delivery(body), signing);

		expect(signed.headers['x-time']).toMatch(/^\d{10}$/);
		expect(scheme.verify(signed, [verifying]).valid).toBe(true);
		const later = String(Number(signed.headers['x-time']) + 1);
		expect(scheme.verify({ ...signed, headers: { ...signed.headers, 'x-time': later } }, [verifying]).valid).toBe(false);
		expect(scheme.verify({ ...signed, receivedAt: signed.receivedAt + 62_000 }, [verifying]).valid).toBe(false);
	});

	it('takes id and type from the body, or from where it is told', async () => {
		expect(await identify({})).toMatchObject({ id: 'o-1', type: 'order.created' });
		expect(await identify({ id: '$.meta.key', type: '$.id' })).toMatchObject({ id: '7', type: 'o-1' });
		expect(await identify({ id: 'header:X-Id', type: 'header:x-type' }, body, { 'x-id': 'h', 'x-type': 't' })).toMatchObject({
			id: 'h',
			type: 't',
			unsigned: ['id', 'type'],
		});
	});

	it('takes the digest of the bytes for an id only where no place was given', async () => {
		const digest = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';

		expect((await identify({}, '{}'))?.id).toBe(digest);
		expect((await identify({ id: '$.id' }, '{}'))?.id).toBeUndefined();
		expect((await identify({}, '{"id":9007199254740993}'))?.id).toMatch(/^[0-9a-f]{64}$/);
	});

	it('never reads what an object inherits', async () => {
		expect((await identify({ type: '$.constructor.name' }))?.type).toBeUndefined();
	});

	it.each([
		[{}, 'option "header" must be the name of a header, such as x-signature'],
		[{ header: 'x signature' }, 'option "header" must be the name of a header, such as x-signature'],
		[{ header: 'x', algorithm: 'md5' }, 'option "algorithm" must be one of sha1, sha256, sha512'],
		[{ header: 'x', encoding: 'base32' }, 'option "encoding" must be one of hex, base64'],
		[{ header: 'x', prefix: '' }, 'option "prefix" must be text in ASCII, such as sha256='],
		[{ header: 'x', prefix: 'a\nb' }, 'option "prefix" must be text in ASCII, such as sha256='],
		[{ header: 'x', timestamp: 5 }, 'option "timestamp" must be the name of a header, such as x-signature'],
		[{ header: 'x', timestamp: 't', tolerance: 0 }, 'option "tolerance" must be whole seconds from 1 to 86400, together with timestamp'],
		[
			{ header: 'x', timestamp: 't', tolerance: '300' },
			'option "tolerance" must be whole seconds from 1 to 86400, together with timestamp',
		],
		[{ header: 'x', tolerance: 300 }, 'option "tolerance" must be whole seconds from 1 to 86400, together with timestamp'],
		[{ header: 'x', id: 'id' }, 'option "id" must be header:<name of a header> or a path such as $.event.id'],
		[{ header: 'x', type: '$' }, 'option "type" must be header:<name of a header> or a path such as $.event.id'],
		[
			{ header: 'x', algoritm: 'sha1' },
			'option "algoritm" is unknown: hmac takes header, algorithm, encoding, prefix, timestamp, tolerance, id, type',
		],
	])('refuses %j in one line', (options, message) => {
		expect(() => hmac.configure(options)).toThrow(new Error(message));
	});
});
