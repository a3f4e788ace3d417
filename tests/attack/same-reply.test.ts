import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { providers } from '../../src/providers/providers.ts';
import { receive } from '../../src/receive.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import type { Reply } from '../../src/webhook/reply.ts';
import { secretName } from '../../src/webhook/source.ts';
import { arriving, httpEvent, overHttp } from '../http-event.ts';
import { localPlatform } from '../local-platform.ts';
import { exchange } from '../plugin/local/raw-http.ts';
import { deliveryOf, kinds, samplesOf } from '../providers/deliveries.ts';
import { rawRequest, type Served, serve, signed } from './serve.ts';

type Forgery = readonly [string, () => Promise<Delivery>];

/** All that the sender sees of a reply, but for what is new in each: the request's id. */
const seen = ({ status, headers, body }: Reply, requestId: string) => JSON.stringify([status, headers, body.replaceAll(requestId, 'id')]);

describe.each(kinds.map((provider) => [provider.id, provider] as const))(
	'%s answers a delivery that it does not believe',
	(id, provider) => {
		const { scheme } = provider;
		const path = `/webhooks/${id}`;
		const options = { header: 'x-signature', timestamp: 'x-timestamp' };
		const on = overHttp(localPlatform(id, [{ function: id, source: id, ack: 'stored', path }], { [id]: { options, maxBody: 100_000 } }));
		afterAll(() => on.close());
		const [current, previous, gone] = [scheme.generate(), scheme.generate(), scheme.generate()];
		const name = secretName(id, 'WEBHOOK_SECRET');
		const handler = receive(providers[id] ?? provider, on);
		const [sample] = samplesOf(provider);
		if (sample === undefined) throw new Error('no sample');
		const unsigned = (event = 'id-1') => arriving({ ...deliveryOf(sample, event), path });
		const [credential = ''] = scheme.credentials;
		const sign = async (sent: Delivery, { signing } = current) => await scheme.sign(sent, signing);
		const having = (sent: Delivery, value: string) => ({ ...sent, headers: { ...sent.headers, [credential]: value } });
		const respelled = async (spell: (value: string) => string) => {
			const sent = await sign(unsigned());
			return having(sent, spell(sent.headers[credential] ?? ''));
		};
		const post = async (sent: Delivery) => seen((await handler(httpEvent(sent, true), {})) as Reply, sent.requestId);
		const otherBody = (sent: Delivery) => ({ ...sent, rawBody: Buffer.concat([sent.rawBody, Buffer.from('x')]) });
		beforeEach(() => {
			on.secrets.set(name, current.verifying);
			on.secrets.set(`${name}_PREVIOUS`, previous.verifying);
		});

		const hour = Math.max(3600, (scheme.tolerance ?? 0) + 60) * 1000;
		const withHeader: readonly Forgery[] = [
			['with an empty signature', async () => having(unsigned(), '')],
			['with junk for a signature', () => respelled(() => 'junk')],
			['with a signature cut short', () => respelled((value) => value.slice(0, -2))],
			['with a signature twice', () => respelled((value) => `${value},x`)],
		];
		const withBody: readonly Forgery[] = [
			['signed for another body', async () => otherBody(await sign(unsigned()))],
			['signed for another body with the previous secret', async () => otherBody(await sign(unsigned(), previous))],
			['that is not well-formed', async () => ({ ...(await sign(unsigned())), rawBody: Buffer.from('{"id"') })],
			['without a body', async () => ({ ...(await sign(unsigned())), rawBody: Buffer.alloc(0) })],
		];
		const withTime: readonly Forgery[] = [-hour, hour].map((away) => [
			`signed ${away} ms from now`,
			async () => ({ ...(await sign({ ...unsigned(), receivedAt: Date.now() + away })), receivedAt: Date.now() }),
		]);
		const disbelieved: readonly Forgery[] = [
			['without a signature', async () => unsigned()],
			['signed with another secret', () => sign(unsigned(), gone)],
			...(credential === '' ? [] : withHeader),
			...(scheme.covers.body === 'all' ? withBody : []),
			...(scheme.tolerance === undefined ? [] : withTime),
		];

		it('in one way, byte for byte, whatever is wrong with it, whichever secrets are set, and whether its event is kept or not', async () => {
			const replies = new Map<string, string>();
			const ask = async (when: string) => {
				for (const [given, make] of disbelieved) replies.set(`${given}, ${when}`, await post(await make()));
			};

			await ask('before its event is kept');
			const accepted = JSON.parse(await post(await sign(unsigned())))[0];
			await ask('after its event is kept');
			on.secrets.delete(`${name}_PREVIOUS`);
			await ask('with no previous secret');
			replies.set('signed with a secret that was rotated out', await post(await sign(unsigned(), previous)));

			expect(accepted).toBeLessThan(300);
			const ways = new Set(replies.values());
			expect([...ways].map((way) => JSON.parse(way)[0])).toEqual([401]);
		});

		// A receiver that can not verify must not say 401, because to many senders that is final. It says so to everybody alike.
		it('with one 503, byte for byte, when its own secret can not be used, whoever asks', async () => {
			const replies: string[] = [];
			for (const value of [undefined, '', '  ']) {
				on.secrets.delete(`${name}_PREVIOUS`);
				if (value === undefined) on.secrets.delete(name);
				else on.secrets.set(name, value);
				for (const [, make] of disbelieved) replies.push(await post(await make()));
				replies.push(await post(await sign(unsigned())));
			}

			expect([...new Set(replies)].map((way) => JSON.parse(way)[0])).toEqual([503]);
		});
	},
);

describe('credentials that a source asks for', () => {
	const { stripe } = providers;
	const authenticate = { apiKey: 'x-api-key', bearer: true };
	const on = overHttp(
		localPlatform('stripe', [{ function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' }], {
			stripe: { authenticate },
		}),
	);
	afterAll(() => on.close());
	on.secrets.set('STRIPE_WEBHOOK_SECRET', 'whsec_x');
	on.secrets.set('STRIPE_API_KEY', 'key');
	on.secrets.set('STRIPE_BEARER_TOKEN', 'token');

	it.each<[string, Readonly<Record<string, string>>]>([
		['are none', {}],
		['are empty', { 'x-api-key': '', authorization: '' }],
		['are wrong', { 'x-api-key': 'other', authorization: 'Bearer other' }],
		['are right but for the bearer token', { 'x-api-key': 'key', authorization: 'Bearer other' }],
		['are right but for the API key', { 'x-api-key': 'ke', authorization: 'Bearer token' }],
		['are of another kind', { 'x-api-key': 'key', authorization: 'Basic dG9rZW4=' }],
	])('and %s get the one refusal, which does not say which of them is wrong', async (_, more) => {
		if (stripe === undefined || 'configure' in stripe) throw new Error('no provider stripe');
		const sent = signed('evt_1');

		const reply = (await receive(stripe, on)(httpEvent({ ...sent, headers: { ...sent.headers, ...more } }, true), {})) as Reply;

		expect([reply.status, JSON.parse(reply.body).code, Object.keys(reply.headers)]).toEqual([401, 'credentials-invalid', ['content-type']]);
	});
});

describe('over HTTP', () => {
	let served: Served;
	beforeAll(async () => {
		served = await serve();
	});
	afterAll(() => served.close());
	const wire = async (sent: Delivery) =>
		(await exchange(served.port, rawRequest(sent, ['connection: close'])))
			.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')
			.replace(/^date: .*\r\n/im, '');

	it('a forged copy of a kept event and a forged unknown one get the same bytes, heads and all', async () => {
		const genuine = signed('evt_1');
		const copy = { ...genuine, rawBody: Buffer.concat([genuine.rawBody, Buffer.from(' ')]) };
		const { 'stripe-signature': _none, ...headers } = genuine.headers;

		const kept = await wire(genuine);
		const replies = [await wire(copy), await wire({ ...genuine, headers }), await wire({ ...signed('evt_unheard_of'), headers })];

		expect(kept).toMatch(/^HTTP\/1\.1 200 /);
		expect(new Set(replies).size).toBe(1);
		expect(replies[0]).toMatch(/^HTTP\/1\.1 401 /);
	});
});
