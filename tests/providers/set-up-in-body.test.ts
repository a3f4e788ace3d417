import { afterAll, describe, expect, it } from '@jest/globals';
import { azureEventGrid } from '../../src/providers/azure-event-grid.ts';
import { braintree } from '../../src/providers/braintree.ts';
import { cloudevents } from '../../src/providers/cloudevents.ts';
import { figma } from '../../src/providers/figma.ts';
import { mandrill } from '../../src/providers/mandrill.ts';
import { microsoftGraph } from '../../src/providers/microsoft-graph.ts';
import { receive } from '../../src/receive.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import type { Reply } from '../../src/webhook/reply.ts';
import { secretName } from '../../src/webhook/source.ts';
import { arriving, httpEvent, overHttp } from '../http-event.ts';
import { localPlatform } from '../local-platform.ts';
import { delivery } from './deliveries.ts';

function setUp(provider: Provider, secret: string | undefined = provider.scheme.generate().verifying) {
	const { id } = provider;
	const path = `/webhooks/${id}`;
	const on = overHttp(localPlatform(id, [{ function: id, source: id, ack: 'stored', path }], { [id]: {} }));
	on.secrets.set(secretName(id, 'WEBHOOK_SECRET'), secret);
	afterAll(() => on.close());
	const handler = receive(provider, on);
	const ask = async (asked: Partial<Delivery>, signed = false) => {
		const arrived = arriving({ ...delivery(asked.rawBody ?? ''), path, ...asked });
		return (await handler(httpEvent(signed ? await provider.scheme.sign(arrived, secret) : arrived, true), {})) as Reply;
	};
	return { ask, kept: () => on.cloud.events.list({}) };
}

const codeOf = ({ status, body }: Reply) => [status, JSON.parse(body).code];

describe('braintree', () => {
	// What npm braintree 3.40.0 answers for these keys.
	const { ask, kept } = setUp(braintree, 'integration_public_key:integration_private_key');

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

	const half = setUp(braintree, 'only-one-half');
	it('refuses a secret that is no pair without showing it', async () => {
		const reply = await half.ask({ method: 'GET', query: `bt_challenge=${'0'.repeat(20)}` });

		expect(codeOf(reply)).toEqual([403, 'handshake-refused']);
		expect(JSON.stringify(reply)).not.toContain('only-one-half');
	});
});

describe('microsoft-graph', () => {
	const { ask } = setUp(microsoftGraph);

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
	const { ask, kept } = setUp(azureEventGrid);
	const rawBody = Buffer.from('[{"id":"1","eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","data":{"validationCode":"C-1"}}]');
	const headers = { 'content-type': 'application/json', 'aeg-event-type': 'SubscriptionValidation' };

	it('gets its code back only with the secret', async () => {
		const known = await ask({ rawBody, headers }, true);
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
	const { ask } = setUp(cloudevents);

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

const ofFigma = setUp(figma);
it('figma: a PING with the passcode is answered and not kept, one without it refused', async () => {
	const { ask, kept } = ofFigma;
	const rawBody = Buffer.from('{"event_type":"PING","webhook_id":"22"}');

	expect([(await ask({ rawBody }, true)).status, (await ask({ rawBody })).status, await kept()]).toEqual([200, 401, []]);
});

const ofMandrill = setUp(mandrill);
it('mandrill: HEAD is answered 200, the test with the key that everybody knows is not believed', async () => {
	const { ask } = ofMandrill;

	expect((await ask({ method: 'HEAD' })).status).toBe(200);
	expect((await ask({ headers: { 'x-mandrill-signature': 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' } })).status).toBe(401);
});
