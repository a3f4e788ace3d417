import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { gitlab } from '../../src/providers/gitlab.ts';
import { delivery } from './deliveries.ts';

const { scheme } = gitlab;
// GitLab's signing tokens are of 32 bytes.
const signingToken = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const body = '{"object_kind":"push","project":{"name":"Größen"}}';
const unsigned = delivery(body, { 'content-type': 'application/json', 'webhook-id': 'msg_1', 'idempotency-key': 'msg_1' });

describe('with a signing token', () => {
	it('the library of Standard Webhooks accepts what we sign, and signs what we accept', () => {
		const library = new Webhook(signingToken);
		const signed = scheme.sign(unsigned, signingToken);
		const time = new Date(unsigned.receivedAt);
		const theirs = {
			...unsigned.headers,
			'webhook-timestamp': String(Math.floor(time.getTime() / 1000)),
			'webhook-signature': library.sign('msg_1', time, body),
		};

		expect(library.verify(body, signed.headers)).toEqual(JSON.parse(body));
		expect(scheme.verify({ ...unsigned, headers: theirs }, [signingToken])).toEqual({ valid: true, secret: 0 });
	});

	it('a delivery with the secret token alone is refused', () => {
		const headers = { ...unsigned.headers, 'x-gitlab-token': signingToken };

		expect(scheme.verify({ ...unsigned, headers }, [signingToken])).toEqual({ valid: false, reason: 'signature-missing' });
	});

	it('another body, id or time than what was signed is refused', () => {
		const signed = scheme.sign(unsigned, signingToken);
		const changes = [
			{ rawBody: Buffer.from(body.replace('push', 'note')) },
			{ headers: { ...signed.headers, 'webhook-id': 'msg_2' } },
			{ receivedAt: signed.receivedAt + 302_000 },
			{ receivedAt: signed.receivedAt - 302_000 },
		];

		for (const change of changes) expect(scheme.verify({ ...signed, ...change }, [signingToken]).valid).toBe(false);
	});
});

it('with a secret token, a signature that nobody can check changes nothing', () => {
	const signed = scheme.sign(unsigned, 'a secret token');
	const headers = { ...signed.headers, 'webhook-signature': 'v1,AAAA', 'webhook-timestamp': '1' };

	expect(scheme.verify({ ...signed, headers }, ['a secret token'])).toEqual({ valid: true, secret: 0 });
});

it('the proof of either kind is never kept with the event', () => {
	expect(scheme.credentials).toEqual(['x-gitlab-token', 'webhook-signature']);
});
