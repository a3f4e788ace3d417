import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { microsoftGraph } from '../../src/providers/microsoft-graph.ts';
import { delivery } from './deliveries.ts';
import { codeOf, endpointOf, verifyToken } from './endpoint-of.ts';

describe('the challenge of eBay', () => {
	const { ask } = endpointOf('ebay');

	it('is answered with the digest of the code, the token and the URL', async () => {
		const { status, headers, body } = await ask({ method: 'GET', query: 'challenge_code=a8628072-3d33-45ee-9004-bee86830a22d' });

		// The local gateway has no https.
		const text = `a8628072-3d33-45ee-9004-bee86830a22d${verifyToken}http://hooks.example.com/webhooks/ebay`;
		expect([status, headers['content-type']]).toEqual([200, 'application/json']);
		expect(JSON.parse(body)).toEqual({ challengeResponse: createHash('sha256').update(text).digest('hex') });
	});

	it.each(['challenge_code=', 'challenge_code=a%20b', `challenge_code=${'x'.repeat(129)}`, 'challenge_code=%7B%22metadata%22%3A1%7D'])(
		'is refused with %s',
		async (query) => {
			expect(codeOf(await ask({ method: 'GET', query }))).toEqual([403, 'handshake-refused']);
		},
	);

	it.each([
		['', 'GET'],
		['challenge_code=a', 'HEAD'],
		['challenge_code=a', 'OPTIONS'],
	])('is none with the query %j by %s', async (query, method) => {
		expect((await ask({ method, query })).status).toBe(405);
	});
});

describe('the challenge of monday.com', () => {
	const endpoint = endpointOf('monday');
	const ask = (challenge: string) =>
		endpoint.ask({ rawBody: Buffer.from(JSON.stringify({ challenge })), headers: { 'content-type': 'application/json' } });

	it('goes back as JSON, unless it is a page', async () => {
		expect(await ask('3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P')).toMatchObject({
			status: 200,
			body: '{"challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}',
		});
		expect(codeOf(await ask('<script>'))).toEqual([403, 'handshake-refused']);
	});
});

it('Circle finds somebody with HEAD', async () => {
	const { ask } = endpointOf('circle');

	expect(await ask({ method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
});

describe('braintree', () => {
	const keys = 'integration_public_key:integration_private_key';
	// What npm braintree 3.40.0 answers for these keys.
	const { ask, kept } = endpointOf('braintree', { secret: { verifying: keys, signing: keys } });

	it('answers its challenge with the public key and a signature', async () => {
		const reply = await ask({ method: 'GET', query: 'bt_challenge=20f9f8ed05f77439fe955c977e4c8a53' });

		expect([reply.status, reply.body, reply.headers['content-type']]).toEqual([
			200,
			'integration_public_key|d9b899556c966b3f06945ec21311865d35df3ce4',
			'text/plain; charset=utf-8',
		]);
	});

	it.each(['', 'PG5vdGlmaWNhdGlvbj4=', '0'.repeat(19), '0'.repeat(33), `${'0'.repeat(20)}\n`, 'ABCDEF0123456789ABCDEF'])(
		'signs nothing else: %j',
		async (text) => {
			const reply = await ask({ method: 'GET', query: new URLSearchParams({ bt_challenge: text }).toString() });

			expect(codeOf(reply)).toEqual([403, 'handshake-refused']);
			expect(await kept()).toEqual([]);
		},
	);

	const half = endpointOf('braintree', { secret: { verifying: 'only-one-half', signing: '' } });
	it('can not answer with a secret that is no pair, and does not show it', async () => {
		const reply = await half.ask({ method: 'GET', query: `bt_challenge=${'0'.repeat(20)}` });

		expect(codeOf(reply)).toEqual([503, 'secret-unusable']);
		expect(JSON.stringify(reply)).not.toContain('only-one-half');
	});
});

describe('microsoft-graph', () => {
	const { ask } = endpointOf('microsoft-graph');

	it('gets its token back, decoded, as plain text', async () => {
		const { status, headers, body } = await ask({
			query: 'validationToken=Validation%3a+Testing%20client',
			headers: { 'content-type': 'text/plain' },
		});

		expect([status, headers['content-type'], body]).toEqual([200, 'text/plain; charset=utf-8', 'Validation: Testing client']);
	});

	it('gets no page back', async () => {
		expect(codeOf(await ask({ query: 'validationToken=%3Cscript%3E' }))).toEqual([403, 'handshake-refused']);
	});

	it('is refused whole where one notification has another clientState, or none', async () => {
		const { scheme } = microsoftGraph;
		const { verifying } = scheme.generate();
		const verdict = (...states: readonly (string | undefined)[]) =>
			scheme.verify(delivery(JSON.stringify({ value: states.map((clientState) => ({ clientState })) })), [verifying]).valid;

		expect([verdict(verifying, verifying), verdict(verifying, 'other'), verdict(undefined, verifying), verdict()]).toEqual([
			true,
			false,
			false,
			false,
		]);
	});
});

describe('azure-event-grid', () => {
	const { ask, askSigned, kept } = endpointOf('azure-event-grid');
	const rawBody = Buffer.from('[{"id":"1","eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","data":{"validationCode":"C-1"}}]');
	const headers = { 'content-type': 'application/json', 'aeg-event-type': 'SubscriptionValidation' };

	it('gets its code back only with the secret', async () => {
		const known = await askSigned({ rawBody, headers });
		const unknown = await ask({ rawBody, headers });

		expect([known.status, known.body]).toEqual([200, '{"validationResponse":"C-1"}']);
		expect(codeOf(unknown)).toEqual([401, 'signature-invalid']);
		expect(await kept()).toEqual([]);
	});

	it('may send from its own origin, and no other', async () => {
		const from = (origin: string) =>
			ask({ method: 'OPTIONS', headers: { 'webhook-request-origin': origin, 'webhook-request-rate': '120' } });
		const own = await from('eventgrid.azure.net');

		expect([own.status, own.headers['webhook-allowed-origin'], own.headers['webhook-allowed-rate']]).toEqual([
			200,
			'eventgrid.azure.net',
			'*',
		]);
		expect(codeOf(await from('evil.example'))).toEqual([403, 'handshake-refused']);
	});
});

describe('cloudevents', () => {
	const { ask } = endpointOf('cloudevents');

	it('allows the origin that asks, and a rate only where one is asked for', async () => {
		const { status, headers, body } = await ask({ method: 'OPTIONS', headers: { 'webhook-request-origin': 'events.example.com' } });

		expect([status, headers.allow, headers['webhook-allowed-origin'], headers['webhook-allowed-rate'], body]).toEqual([
			200,
			'POST',
			'events.example.com',
			undefined,
			'',
		]);
	});

	it.each(['a.example\nset-cookie: x', '<b>', '*', `${'a'.repeat(254)}`])('does not send back %j', async (origin) => {
		expect(codeOf(await ask({ method: 'OPTIONS', headers: { 'webhook-request-origin': origin } }))).toEqual([403, 'handshake-refused']);
	});

	it('knows no other OPTIONS, and no GET', async () => {
		expect(codeOf(await ask({ method: 'OPTIONS' }))).toEqual([405, 'method-not-allowed']);
		expect(codeOf(await ask({ method: 'GET' }))).toEqual([405, 'method-not-allowed']);
	});
});

it('figma: a PING with the passcode is answered and not kept, one without it refused', async () => {
	const { ask, askSigned, kept } = endpointOf('figma');
	const rawBody = Buffer.from('{"event_type":"PING","webhook_id":"22"}');

	expect([(await askSigned({ rawBody })).status, (await ask({ rawBody })).status, await kept()]).toEqual([200, 401, []]);
});

it('mandrill: HEAD is answered 200, the test with the key that everybody knows is not believed', async () => {
	const { ask } = endpointOf('mandrill');

	expect((await ask({ method: 'HEAD' })).status).toBe(200);
	expect((await ask({ headers: { 'x-mandrill-signature': 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' } })).status).toBe(401);
});
