import { describe, expect, it } from '@jest/globals';
import { awsSns } from '../../src/providers/aws-sns.ts';
import { paypal } from '../../src/providers/paypal.ts';
import { delivery, described } from './deliveries.ts';

/** URLs that look like one of this host, and lead elsewhere, or could. */
const elsewhere = (host: string, path: string) => [
	`http://${host}${path}`,
	`https://${host}.evil.example${path}`,
	`https://evil.example/${host}${path}`,
	`https://evil.example#${host}${path}`,
	`https://evil.example?${host}${path}`,
	`https://${host}@evil.example${path}`,
	`https://user@${host}${path}`,
	`https://user:password@${host}${path}`,
	`https://${host}:8443${path}`,
	`https://${host}:443${path}`,
	`https://${host.replaceAll('.', '。')}${path}`,
	`https://${host.replaceAll('a', 'а')}${path}`,
	`https://${host.toUpperCase()}${path}`,
	`https://${host.replace('.', '%2e')}${path}`,
	`https://${host}%00.evil.example${path}`,
	`https://${host}\\@evil.example${path}`,
	`https:\\\\${host}${path}`,
	`https:/${host}${path}`,
	`//${host}${path}`,
	` https://${host}${path}`,
	`https://${host}${path} `,
	`https://${host}${path}\n`,
	`https://${host}\n.evil.example${path}`,
	`https://${host}\t.evil.example${path}`,
	`https://${host}.${path}`,
	`https://x${host}${path}`,
	`https://${host.replaceAll('.', 'x')}${path}`,
	`https://${host}/..${path}`,
	`https://${host}/%2e%2e${path}`,
	`https://${host}${path}?x=1`,
	`https://${host}${path}#x`,
	`https://169.254.169.254${path}`,
	`https://[::1]${path}`,
	`https://localhost${path}`,
	'file:///etc/passwd',
	'',
];

describe('the certificate of PayPal', () => {
	const path = '/v1/notifications/certs/CERT-360caa42-fca2a594-1d93a270';
	const secret = '1AB23456CD789012E';
	const asked = (url: string) => {
		const headers = { 'paypal-transmission-id': 't', 'paypal-transmission-sig': 'AAAA', 'paypal-cert-url': url };
		return paypal.scheme.keysAt?.(delivery('{}', headers), [secret]);
	};

	it.each(['api.paypal.com', 'api.sandbox.paypal.com'])('is asked for at %s, and nowhere that looks like it', (host) => {
		expect(asked(`https://${host}${path}`)).toEqual({ url: `https://${host}${path}` });
		expect(elsewhere(host, path).filter((url) => asked(url) !== undefined)).toEqual([]);
		expect(
			['', '/', '/v1/notifications/certs/', '/v1/notifications/certs/a/b', `${path}/../../../x`].filter((each) =>
				asked(`https://${host}${each}`),
			),
		).toEqual([]);
	});
});

describe('the certificate of SNS', () => {
	const path = `/SimpleNotificationService-${'a'.repeat(32)}.pem`;
	const asked = (url: string, topic: string) => {
		const message = { Type: 'Notification', MessageId: 'm', Message: '', TopicArn: topic, Timestamp: '2030-01-02T03:04:05.000Z' };
		const body = JSON.stringify({ ...message, SignatureVersion: '1', Signature: 'AAAA', SigningCertURL: url });
		return awsSns.scheme.keysAt?.(delivery(body), [topic]);
	};

	it.each([
		['sns.eu-central-1.amazonaws.com', 'arn:aws:sns:eu-central-1:123456789012:orders'],
		['sns.us-gov-west-1.amazonaws.com', 'arn:aws-us-gov:sns:us-gov-west-1:123456789012:orders.fifo'],
		['sns.cn-north-1.amazonaws.com.cn', 'arn:aws-cn:sns:cn-north-1:123456789012:orders'],
	])('is asked for at %s for %s, and nowhere that looks like it', (host, topic) => {
		expect(asked(`https://${host}${path}`, topic)).toEqual({ url: `https://${host}${path}` });
		expect(elsewhere(host, path).filter((url) => asked(url, topic) !== undefined)).toEqual([]);
		expect(asked(`https://sns.us-east-1.amazonaws.com${path}`, topic)).toBeUndefined();
		expect(asked(`https://bucket.s3.amazonaws.com${path}`, topic)).toBeUndefined();
	});
});

describe('the link that confirms a subscription of SNS', () => {
	const query = 'Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-central-1:123456789012:orders&Token=2336412f37';
	const host = 'sns.eu-central-1.amazonaws.com';
	const answer = (SubscribeURL: string) =>
		awsSns.handshakes?.[0]?.answer({ delivery: delivery(''), body: { Type: 'SubscriptionConfirmation', SubscribeURL }, secrets: [] });

	it('is visited at an endpoint of SNS, and nowhere that looks like it', () => {
		expect(answer(`https://${host}/?${query}`)).toMatchObject({ visit: `https://${host}/?${query}` });
		for (const url of [
			...elsewhere(host, `/?${query}`),
			`https://${host}/?Action=Publish&TopicArn=a&Token=1`,
			`https://${host}/?${query}&Action=Publish`,
		])
			expect([url, answer(url)]).toEqual([url, { refused: 'SubscribeURL is no link of the provider' }]);
		expect(answer(`https://bucket.s3.eu-central-1.amazonaws.com/?${query}`)).toHaveProperty('refused');
	});
});

describe('what a provider publishes', () => {
	const asking = described.filter(({ scheme }) => scheme.keysAt !== undefined);

	it.each(asking.map((provider) => [provider.id, provider] as const))(
		'is not asked for by %s where the secret has the key',
		async (_, { scheme }) => {
			const { signing, verifying } = scheme.generate();
			const sample = delivery('{"MessageId":"1","workspaceId":"4b5c6d7e-8f90-41a2-b3c4-d5e6f7081920"}');
			const signed = await scheme.sign(sample, signing);

			expect(scheme.keysAt?.(signed, [verifying])).toBeUndefined();
			expect((await scheme.verify(signed, [verifying])).valid).toBe(true);
		},
	);

	it.each([
		['plaid', 'client:secret', 'https://production.plaid.com/webhook_verification_key/get'],
		['plaid', 'sandbox:client:secret', 'https://sandbox.plaid.com/webhook_verification_key/get'],
		['google-pubsub-push', 'https://hooks.example.com/x push@p.iam.gserviceaccount.com', 'https://www.googleapis.com/oauth2/v3/certs'],
		['fusionauth', 'https://auth.example.com', 'https://auth.example.com/.well-known/jwks.json'],
		['neon', 'https://ep.neon.tech/neondb/auth', 'https://ep.neon.tech/neondb/auth/.well-known/jwks.json'],
		['fireblocks', 'us 4b5c6d7e-8f90-41a2-b3c4-d5e6f7081920', 'https://keys.fireblocks.io/.well-known/jwks.json'],
		['fireblocks', 'eu2 4b5c6d7e-8f90-41a2-b3c4-d5e6f7081920', 'https://eu2-keys.fireblocks.io/.well-known/jwks.json'],
	])('is asked for by %s, of the secret %s, at %s', async (id, secret, url) => {
		const scheme = asking.find((each) => each.id === id)?.scheme;
		const sample = delivery('{"workspaceId":"4b5c6d7e-8f90-41a2-b3c4-d5e6f7081920"}');
		const signed = await scheme?.sign(sample, scheme.generate().signing);

		const request = signed && scheme?.keysAt?.(signed, [secret]);

		expect(request?.url).toBe(url);
		expect(request?.post).toEqual(id === 'plaid' ? { client_id: 'client', secret: 'secret', key_id: 'hookport' } : undefined);
		expect(request?.holding).toBe(id === 'plaid' ? undefined : 'hookport');
	});
});
