import { describe, expect, it } from '@jest/globals';
import { authenticate } from '../../src/middleware/authenticate.ts';
import type { Authenticate } from '../../src/webhook/source.ts';
import { delivery } from '../local-platform.ts';
import { failing, outcomeOf, passage, source } from './passage.ts';

type Given = { readonly asks?: Authenticate; readonly headers?: Readonly<Record<string, string>> };

const values = new Map<string, string>();
const secrets = { get: async (name: string) => values.get(name) };
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

function given({ asks, headers = {} }: Given) {
	return passage({ delivery: delivery({ headers }), source: { ...source, ...(asks && { authenticate: asks }) } });
}

function set(...pairs: readonly (readonly [string, string])[]): void {
	values.clear();
	for (const [name, value] of pairs) values.set(`STRIPE_${name}`, value);
}

it('lets any delivery pass where the source asks for nothing', async () => {
	set();

	expect(await outcomeOf(authenticate(secrets), given({}))).toBeUndefined();
});

describe.each<[string, Authenticate, string, string, (value: string) => Readonly<Record<string, string>>]>([
	['an API key', { apiKey: 'x-api-key' }, 'API_KEY', 'k-1', (value) => ({ 'x-api-key': value })],
	['a bearer token', { bearer: true }, 'BEARER_TOKEN', 't-1', (value) => ({ authorization: `Bearer ${value}` })],
	['basic auth', { basic: true }, 'BASIC_AUTH', 'user:pass:word', (value) => ({ authorization: basic(value) })],
])('%s', (_, asks, name, value, headers) => {
	const ask = (sent: Readonly<Record<string, string>>) => outcomeOf(authenticate(secrets), given({ asks, headers: sent }));
	const wrong = { status: 401, code: 'credentials-invalid', detail: `${name}: wrong` };
	const absent = { ...wrong, detail: `${name}: absent` };
	const unusable = { status: 503, code: 'secret-unusable', detail: `${name}: no value is set` };

	it('lets the value pass, and while it rotates the previous one too', async () => {
		set([name, value], [`${name}_PREVIOUS`, 'old:one']);

		expect([await ask(headers(value)), await ask(headers('old:one'))]).toEqual([undefined, undefined]);
	});

	it('refuses another value, part of it, more than it, and none', async () => {
		set([name, value]);

		expect(await Promise.all(['x', value.slice(0, -1), `${value}x`, `${value},${value}`].map((sent) => ask(headers(sent))))).toEqual(
			Array(4).fill(wrong),
		);
		expect(await ask({})).toEqual(absent);
	});

	it.each(['', '   '])('answers 503 where the value is %j, whatever is sent', async (blank) => {
		set([name, blank]);

		expect([await ask(headers(blank)), await ask(headers('x')), await ask({})]).toEqual(Array(3).fill(unusable));
	});

	it('answers 503 where the secret store is out of reach', async () => {
		const outcome = await outcomeOf(authenticate({ get: failing }), given({ asks, headers: headers(value) }));

		expect(outcome).toEqual({ ...unusable, detail: `${name}: the secret store can not be reached` });
	});
});

describe('the authorization header', () => {
	it.each<[string, Authenticate, string, string]>([
		['basic auth where a bearer token is asked for', { bearer: true }, 'BEARER_TOKEN', basic('t-1')],
		['the token without its scheme', { bearer: true }, 'BEARER_TOKEN', 't-1'],
		['no token after the scheme', { bearer: true }, 'BEARER_TOKEN', 'Bearer '],
		['a bearer token where basic auth is asked for', { basic: true }, 'BASIC_AUTH', 'Bearer t-1'],
		['credentials in base64url', { basic: true }, 'BASIC_AUTH', 'Basic dC0x_w'],
		['junk after the credentials', { basic: true }, 'BASIC_AUTH', `${basic('t-1')} x`],
	])('is refused with %s', async (_, asks, name, authorization) => {
		set([name, 't-1']);

		const outcome = await outcomeOf(authenticate(secrets), given({ asks, headers: { authorization } }));

		expect(outcome).toMatchObject({ status: 401, code: 'credentials-invalid' });
	});

	it.each(['Basic YTpi', 'basic YTpi', 'BASIC YTpi'])('is read in any case of its scheme: %s', async (authorization) => {
		set(['BASIC_AUTH', 'a:b']);

		expect(await outcomeOf(authenticate(secrets), given({ asks: { basic: true }, headers: { authorization } }))).toBeUndefined();
	});

	it.each(['Basic YTpj', 'Basic YTpiAA==', 'Basic YTpi=', 'Basic YTpi, Basic YTpi'])(
		'is refused with other credentials: %s',
		async (authorization) => {
			set(['BASIC_AUTH', 'a:b']);

			const outcome = await outcomeOf(authenticate(secrets), given({ asks: { basic: true }, headers: { authorization } }));

			expect(outcome).toMatchObject({ status: 401, code: 'credentials-invalid' });
		},
	);

	it('has one spelling per pair: bits that a lax decoder skips are refused', async () => {
		set(['BASIC_AUTH', 'a:bc']);
		const ask = (authorization: string) => outcomeOf(authenticate(secrets), given({ asks: { basic: true }, headers: { authorization } }));

		expect(await ask('Basic YTpiYw==')).toBeUndefined();
		expect(await Promise.all(['Basic YTpiYx==', 'Basic YTpiYw', 'Basic YTpiYw='].map(ask))).toEqual(
			Array(3).fill(expect.objectContaining({ status: 401 })),
		);
	});
});
