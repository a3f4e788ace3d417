import { describe, expect, it } from '@jest/globals';
import { checkAddress } from '../../src/middleware/check-address.ts';
import type { Authenticate } from '../../src/webhook/source.ts';
import { delivery } from '../local-platform.ts';
import { outcomeOf, passage, source } from './passage.ts';

function given(authenticate: Authenticate | undefined, remoteAddress: string, headers: Readonly<Record<string, string>> = {}) {
	return passage({ delivery: delivery({ headers, remoteAddress }), source: { ...source, ...(authenticate && { authenticate }) } });
}

describe('address ranges', () => {
	const ips = ['203.0.113.0/24', '198.51.100.7', '2001:db8:1::/48', '::ffff:192.0.2.0/120'];

	it.each([
		['an IPv4 address of a range', '203.0.113.255'],
		['the single IPv4 address', '198.51.100.7'],
		['an IPv6 address of a range', '2001:db8:1::9'],
		['an IPv6 address in another spelling', '2001:0DB8:0001:0000::1'],
		['an IPv4 address in IPv6', '::ffff:203.0.113.9'],
		['an IPv4 address in IPv6, in hex', '::ffff:cb00:7109'],
		['an IPv4 address of a range that is written in IPv6', '192.0.2.4'],
	])('let %s pass: %s', async (_, from) => {
		expect(await outcomeOf(checkAddress(), given({ ips }, from))).toBeUndefined();
	});

	it.each([
		['an IPv4 address beside the range', '203.0.114.0'],
		['an IPv4 address beside the single one', '198.51.100.8'],
		['an IPv6 address beside the range', '2001:db8:2::1'],
		['an IPv4 address beside the range, in IPv6', '::ffff:203.0.114.9'],
		['an IPv6 address that only ends like an IPv4 one', '::203.0.113.9'],
		['no address', ''],
		['text', 'localhost'],
		['an address with a port', '203.0.113.9:443'],
		['two addresses', '203.0.113.9, 203.0.113.9'],
		['an octal spelling', '0313.0.113.9'],
	])('refuse %s: %j', async (_, from) => {
		expect(await outcomeOf(checkAddress(), given({ ips }, from))).toEqual({
			status: 403,
			code: 'address-not-allowed',
			detail: from,
		});
	});

	it('take nothing from a header, and let nobody pass when there are none', async () => {
		const headers = { 'x-forwarded-for': '203.0.113.9', 'x-real-ip': '203.0.113.9', forwarded: 'for=203.0.113.9' };
		const ask = (asks: readonly string[]) => outcomeOf(checkAddress(), given({ ips: asks }, '192.0.3.1', headers));

		expect(await ask(ips)).toMatchObject({ status: 403 });
		expect(await ask([])).toMatchObject({ status: 403 });
	});
});

it('a source that lists none lets everybody pass', async () => {
	expect(await outcomeOf(checkAddress(), given(undefined, ''))).toBeUndefined();
});
