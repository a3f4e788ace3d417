import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { urls } from '../../../src/plugin/commands/urls.ts';
import { routes, type TestDesk, testDesk } from './test-desk.ts';

let test: TestDesk;
beforeEach(() => {
	test = testDesk();
});
afterEach(async () => {
	await test.close();
	delete process.env.WEBHOOK_PUBLIC_URL;
});

const first = async (options: Parameters<typeof urls>[0] = {}) => {
	await urls({ ...options, json: true }, test.desk());
	return JSON.parse(test.printed().split('\n')[0] ?? '').url;
};

describe('sls webhook urls', () => {
	it('given no local run → a table of where senders post to once there is one', async () => {
		await urls({}, test.desk());

		expect(test.printed()).toBe(
			[
				'SOURCE    URL                                          FUNCTION',
				'stripe    http://localhost:3000/webhooks/stripe        stripe',
				'github    http://localhost:3000/webhooks/github        github',
				'sendgrid  http://localhost:3000/webhooks/sendgrid      sendgrid',
				'partner   http://localhost:3000/webhooks/partner       partner',
				'slack     http://localhost:3000/webhooks/slack/deploy  deploy',
			].join('\n'),
		);
	});

	it('given a local run on another port, a public URL, and --url → each wins over the one before', async () => {
		const local = await test.serve();

		expect(await first()).toBe(`${local}/webhooks/stripe`);
		process.env.WEBHOOK_PUBLIC_URL = 'https://hooks.example.com/';
		expect(await first()).toBe('https://hooks.example.com/webhooks/stripe');
		expect(await first({ url: 'https://other.example.com' })).toBe('https://other.example.com/webhooks/stripe');
	});

	it('given two types of one function at one URL → one row', async () => {
		const both = ['slash_command', 'app_mention'].map((type) => ({
			function: 'deploy',
			source: 'slack',
			type,
			ack: 'handled' as const,
			path: '/slack',
		}));

		await urls({ json: true }, test.desk({ routes: both }));

		expect(test.printed()).toBe('{"source":"slack","url":"http://localhost:3000/slack","function":"deploy"}');
	});

	it('given no source → it says what makes one', async () => {
		await urls({}, test.desk({ routes: [] }));

		expect(test.printed()).toBe('No URLs: no function of serverless.yml has an event such as "webhook: stripe".');
	});

	it('given what is no URL → one line', async () => {
		await expect(urls({ url: 'ftp://x' }, test.desk({ routes: routes.routes }))).rejects.toMatchObject({
			name: 'Mistake',
			message: '--url: "ftp://x" is no URL such as http://localhost:3000',
		});
	});
});
