import { describe, expect, it } from '@jest/globals';
import { awsSns } from '../../src/providers/aws-sns.ts';
import { codeOf, endpointOf } from './endpoint-of.ts';

describe('a subscription of SNS', () => {
	const link =
		'https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-central-1:123456789012:orders&Token=2336412f37';
	const message = (SubscribeURL: string) =>
		JSON.stringify({ Type: 'SubscriptionConfirmation', MessageId: 'm-1', Token: '2336412f37', Message: 'Confirm', SubscribeURL });
	const headers = { 'content-type': 'text/plain; charset=UTF-8' };
	const secret = awsSns.scheme.generate();
	const confirm = async (url = link, answers = true, signing = secret.signing) => {
		const visited: string[] = [];
		const visit = async (asked: string) => {
			visited.push(asked);
			if (!answers) throw new Error('no answer');
		};
		const { askSigned, kept } = endpointOf('aws-sns', { secret, visit });
		const reply = await askSigned({ rawBody: Buffer.from(message(url)), headers }, signing);
		return { reply, visited, kept: await kept() };
	};

	it('is confirmed by a visit of its link, and is no event', async () => {
		expect(await confirm()).toMatchObject({ reply: { status: 200, body: '' }, visited: [link], kept: [] });
	});

	it('is not confirmed where it is not signed by the sender', async () => {
		expect(await confirm(link, true, awsSns.scheme.generate().signing)).toMatchObject({ reply: { status: 401 }, visited: [] });
	});

	it('is not confirmed at another host, although it is signed', async () => {
		const { reply, visited } = await confirm(link.replace('amazonaws.com', 'amazonaws.com.evil.example'));

		expect([codeOf(reply), visited]).toEqual([[403, 'handshake-refused'], []]);
	});

	it('comes again where the link does not answer', async () => {
		const { reply, visited } = await confirm(link, false);

		expect([JSON.parse(reply.body).code, reply.status >= 500, visited]).toEqual(['handshake-unfinished', true, [link]]);
	});
});
