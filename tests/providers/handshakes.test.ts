import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { providers } from '../../src/providers/providers.ts';
import { xTwitter } from '../../src/providers/x-twitter.ts';
import { zoom } from '../../src/providers/zoom.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import { secretName } from '../../src/webhook/source.ts';
import { delivery } from './deliveries.ts';
import { codeOf, endpointOf } from './endpoint-of.ts';

const withJson = (body: string, headers = {}) => ({
	rawBody: Buffer.from(body),
	headers: { 'content-type': 'application/json', ...headers },
});

describe('a probe', () => {
	it.each(['trello', 'intercom'])('of %s by HEAD is answered with an empty 200, and nothing is kept', async (id) => {
		const endpoint = endpointOf(id);

		expect(await endpoint.ask({ method: 'HEAD' })).toEqual({ status: 200, headers: {}, body: '' });
		expect((await endpoint.ask({ method: 'GET' })).status).toBe(405);
		expect(await endpoint.kept()).toEqual([]);
	});
});

describe('the challenge of X', () => {
	const hmac = (secret: string, text: string) => `sha256=${createHmac('sha256', secret).update(text).digest('base64')}`;

	it.each(['challenge_string', 'MjEzYmIxNzAtMTg0Yi00MGEzLWI4NWMtZTI1==', 'a+b/c'])('%j is answered with its HMAC', async (token) => {
		const endpoint = endpointOf('x-twitter');

		const reply = await endpoint.ask({ method: 'GET', query: `crc_token=${encodeURIComponent(token)}&nonce=1` });

		expect(reply).toEqual({
			status: 200,
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ response_token: hmac(endpoint.secret.signing, token) }),
		});
	});

	it.each(['{"for_user_id":"1","tweet_create_events":[{"id_str":"1"}]}', '[]', '"a"', ' 1', 'a b', 'a\n', '', 'a'.repeat(257)])(
		'%j is refused: it could be a body, or is too long',
		async (token) => {
			const reply = await endpointOf('x-twitter').ask({ method: 'GET', query: `crc_token=${encodeURIComponent(token)}` });

			expect(codeOf(reply)).toEqual([403, 'handshake-refused']);
		},
	);

	it.each(['123', 'true', 'null', '-1', '1e5', 'challenge_string'])('%j has a signature that proves no body', async (token) => {
		const endpoint = endpointOf('x-twitter');
		const { response_token } = JSON.parse((await endpoint.ask({ method: 'GET', query: `crc_token=${token}` })).body);

		const reply = await endpoint.ask(withJson(token, { [xTwitter.scheme.credentials[0] ?? '']: response_token }));

		expect(codeOf(reply)).toEqual([401, 'signature-invalid']);
		expect(await endpoint.kept()).toEqual([]);
	});

	it('is not answered without a secret', async () => {
		const endpoint = endpointOf('x-twitter');
		endpoint.on.secrets.clear();

		expect((await endpoint.ask({ method: 'GET', query: 'crc_token=abc' })).status).toBe(503);
	});
});

describe('the challenge of Twitch', () => {
	const body = '{"challenge":"pogchamp-kappa-360noscope-vohiyo","subscription":{"type":"channel.follow"}}';
	const headers = { 'twitch-eventsub-message-id': 'm-1' };

	it('goes back as text, without quotes, and nothing is kept', async () => {
		const endpoint = endpointOf('twitch');

		const { status, headers: given, body: text } = await endpoint.askSigned(withJson(body, headers));

		expect([status, given['content-type'], text]).toEqual([200, 'text/plain; charset=utf-8', 'pogchamp-kappa-360noscope-vohiyo']);
		expect(await endpoint.kept()).toEqual([]);
	});

	it('goes to nobody else', async () => {
		const endpoint = endpointOf('twitch');

		expect(codeOf(await endpoint.askSigned(withJson(body, headers), 'another secret'))).toEqual([401, 'signature-invalid']);
		expect(codeOf(await endpoint.ask(withJson(body, headers)))).toEqual([401, 'signature-invalid']);
	});
});

describe('the challenge of Zoom', () => {
	const question = (plainToken: unknown) =>
		JSON.stringify({ payload: { plainToken }, event_ts: 1772447051332, event: 'endpoint.url_validation' });
	const answerTo = (plainToken: string, secret: string) =>
		JSON.stringify({ plainToken, encryptedToken: createHmac('sha256', secret).update(plainToken).digest('hex') });

	it('is answered with its HMAC, and nothing is kept', async () => {
		const endpoint = endpointOf('zoom');

		const reply = await endpoint.askSigned(withJson(question('qgg8vlvZRS6UYooatFL8Aw')));

		expect(reply).toEqual({
			status: 200,
			headers: { 'content-type': 'application/json' },
			body: answerTo('qgg8vlvZRS6UYooatFL8Aw', endpoint.secret.signing),
		});
		expect(await endpoint.kept()).toEqual([]);
	});

	it('is answered with the secret that signed it, while one rotates', async () => {
		const endpoint = endpointOf('zoom');
		const [current, previous] = [zoom.scheme.generate().signing, endpoint.secret.signing];
		endpoint.on.secrets.set(secretName('zoom', 'WEBHOOK_SECRET'), current);
		endpoint.on.secrets.set(`${secretName('zoom', 'WEBHOOK_SECRET')}_PREVIOUS`, previous);

		const replies = [
			await endpoint.askSigned(withJson(question('t-1')), current),
			await endpoint.askSigned(withJson(question('t-1')), previous),
		];

		expect(replies.map(({ body }) => body)).toEqual([answerTo('t-1', current), answerTo('t-1', previous)]);
	});

	it.each(['v0:1772447051:{}', '{}', '', null, 'a'.repeat(129), { a: 1 }])(
		'with the token %j is refused, although it is signed',
		async (token) => {
			expect(codeOf(await endpointOf('zoom').askSigned(withJson(question(token))))).toEqual([403, 'handshake-refused']);
		},
	);

	it('is not answered to anybody else', async () => {
		expect(codeOf(await endpointOf('zoom').askSigned(withJson(question('t-1')), 'another'))).toEqual([401, 'signature-invalid']);
	});
});

describe('the challenge of Meta', () => {
	const query = (token: string, challenge = '1158201444') => `hub.mode=subscribe&hub.challenge=${challenge}&hub.verify_token=${token}`;

	it('goes back as text to who knows the verify token', async () => {
		const { status, headers, body } = await endpointOf('meta').ask({ method: 'GET', query: query('the-verify-token') });

		expect([status, body]).toEqual([200, '1158201444']);
		expect(headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' });
	});

	it.each(['', 'wrong', 'the-verify-token%20', 'the-verify-toke'])('is refused with the verify token %j', async (token) => {
		expect(codeOf(await endpointOf('meta').ask({ method: 'GET', query: query(token) }))).toEqual([403, 'handshake-refused']);
	});

	it('is refused where it could be a page', async () => {
		expect(codeOf(await endpointOf('meta').ask({ method: 'GET', query: query('the-verify-token', '%3Cscript%3E') }))).toEqual([
			403,
			'handshake-refused',
		]);
	});
});

describe('the challenge of Dropbox', () => {
	it('goes back as text that no browser takes for a page', async () => {
		const { status, headers, body } = await endpointOf('dropbox').ask({ method: 'GET', query: 'challenge=abc123' });

		expect([status, body]).toEqual([200, 'abc123']);
		expect(headers).toEqual({ 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' });
	});
});

describe('the challenge of Okta', () => {
	const headers = { 'x-okta-verification-challenge': 'u8Wg7kXCjWn4Kp' };

	it('goes back as JSON to who sends the secret', async () => {
		const endpoint = endpointOf('okta');

		const reply = await endpoint.askSigned({ method: 'GET', headers });

		expect(reply).toEqual({ status: 200, headers: { 'content-type': 'application/json' }, body: '{"verification":"u8Wg7kXCjWn4Kp"}' });
		expect(await endpoint.kept()).toEqual([]);
	});

	it('goes to nobody else, and a GET without it is none', async () => {
		const endpoint = endpointOf('okta');

		expect(codeOf(await endpoint.ask({ method: 'GET', headers }))).toEqual([401, 'signature-invalid']);
		expect((await endpoint.askSigned({ method: 'GET' })).status).toBe(405);
		expect((await endpoint.askSigned({ method: 'GET', headers: { 'x-okta-verification-challenge': '' } })).status).toBe(405);
		expect(codeOf(await endpoint.askSigned({ method: 'GET', headers: { 'x-okta-verification-challenge': '<script>' } }))).toEqual([
			403,
			'handshake-refused',
		]);
	});
});

describe('a signed delivery without events', () => {
	it.each([
		['asana', '{"events":[]}'],
		['line', '{"destination":"U2a1d5e160411f18000024fffffffffff","events":[]}'],
		['xero', '{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"S0m3r4Nd0mt3xt"}'],
		['intercom', '{"type":"notification_event","data":{"item":{"type":"ping","message":"hello"}},"id":null,"topic":"ping"}'],
	])('of %s is answered with an empty 200, with 401 where it is signed wrongly, and never kept', async (id, body) => {
		const endpoint = endpointOf(id);

		expect(await endpoint.askSigned(withJson(body))).toEqual({ status: 200, headers: {}, body: '' });
		expect(codeOf(await endpoint.askSigned(withJson(body), 'another'))).toEqual([401, 'signature-invalid']);
		expect(codeOf(await endpoint.ask(withJson(body)))).toEqual([401, 'signature-invalid']);
		expect(await endpoint.kept()).toEqual([]);
	});
});

describe('a secret that is offered', () => {
	it.each<[string, string, Readonly<Record<string, string>>]>([
		['asana', '', { 'x-hook-secret': 'b537207f20cbfa02357cf448134da559e8bd39d6' }],
		['notion', '{"verification_token":"secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce"}', {}],
	])('by %s is not taken from anybody while the source is not open for it', async (id, body, headers) => {
		const endpoint = endpointOf(id);

		expect(codeOf(await endpoint.ask(withJson(body, headers)))).toEqual([403, 'handshake-refused']);
		expect(endpoint.on.secrets.get(secretName(id, 'WEBHOOK_SECRET'))).toBe(endpoint.secret.verifying);
	});

	it.each<[string, string, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
		['asana', '', { 'x-hook-secret': 'b537207f20cbfa02357cf448134da559' }, { 'x-hook-secret': 'b537207f20cbfa02357cf448134da559' }],
		['notion', '{"verification_token":"secret_tMrlL1qK5vuQAh1b"}', {}, {}],
	])('by %s goes back as it is documented', (id, body, headers, answered) => {
		const parsed = body === '' ? undefined : JSON.parse(body);
		const answers = ((providers[id] as Provider).handshakes ?? []).map(({ answer }) =>
			answer({ delivery: delivery(body, headers), body: parsed, secrets: [] }),
		);

		const offered = Object.values(headers)[0] ?? parsed.verification_token;
		expect(answers.find((each) => each !== undefined)).toEqual({ offered, reply: { status: 200, headers: answered, body: '' } });
	});
});
