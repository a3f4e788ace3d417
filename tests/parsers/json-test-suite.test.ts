import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { json } from '../../src/parsers/json.ts';
import { hmac } from '../../src/providers/hmac.ts';
import { receive } from '../../src/receive.ts';
import { MalformedBody } from '../../src/webhook/provider.ts';
import { deliver, delivery, localPlatform } from '../local-platform.ts';
import { parsing } from './parse.ts';

// https://github.com/nst/JSONTestSuite: `y_` has to be accepted, `n_` refused, and `i_` is up to the parser.
const folder = new URL('../vectors/json-test-suite/test_parsing/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const bytesOf = (file: string) => readFileSync(new URL(encodeURIComponent(file), folder));

const options = { header: 'x-signature', type: 'header:x-type' };
const on = localPlatform('partner', [{ function: 'partner', source: 'partner', ack: 'stored', path: '/webhooks/partner' }], {
	partner: { provider: 'hmac', options },
});
on.secrets.set('PARTNER_WEBHOOK_SECRET', 'secret');
afterAll(() => on.close());
const handler = receive(hmac, on);

describe('the test suite of JSON parsers', () => {
	it('is whole', () => {
		expect(files.length).toBe(318);
	});

	it.each(files)('%s', async (file) => {
		const bytes = bytesOf(file);
		const headers = { 'content-type': 'application/json', 'x-type': 't' };
		const signed = hmac.configure(options).scheme.sign(delivery({ rawBody: bytes, headers }), 'secret');

		const parsed = await parsing(json, bytes).then(
			() => 'accepted',
			(error: unknown) => (error instanceof MalformedBody ? 'refused' : error),
		);
		const { status } = await deliver(handler, signed);

		const allowed = { y: ['accepted'], n: ['refused'], i: ['accepted', 'refused'] }[file.slice(0, 1)];
		expect(allowed).toContain(parsed);
		expect(status).toBe(parsed === 'accepted' ? 200 : 400);
	});
});
