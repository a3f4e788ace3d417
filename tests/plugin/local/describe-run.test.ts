import { describe, expect, it } from '@jest/globals';
import { describeRun } from '../../../src/plugin/local/describe-run.ts';
import { defaultRetry, type Routes } from '../../../src/webhook/source.ts';

const routes: Routes = {
	service: 'hookport',
	stage: 'dev',
	sources: {
		stripe: { name: 'stripe', provider: 'stripe', maxBody: 1 },
		slack: { name: 'slack', provider: 'slack', maxBody: 1 },
	},
	routes: [
		{ function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' },
		{ function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' },
		{ function: 'slack', source: 'slack', ack: 'stored', path: '/webhooks/slack' },
		{ function: 'deploy', source: 'slack', type: 'slash_command', ack: 'handled', path: '/webhooks/slack/deploy' },
	],
	retry: defaultRetry,
	timeouts: {},
};

const run = { routes, url: 'http://localhost:3000', lambdaUrl: 'http://localhost:3002', dataDir: '/store', madeUp: [] };
const end = `Store    /store
Lambda   http://localhost:3002 (to invoke a function with the AWS SDK or CLI)
Reload   functions, when their files are saved
`;

describe('what the local run prints', () => {
	it('given sources with stored and handled functions → each URL with the functions behind it', () => {
		const text = describeRun({ ...run, madeUp: ['STRIPE_WEBHOOK_SECRET'] });

		expect(text).toBe(`Hookport serves on http://localhost:3000

slack
  POST http://localhost:3000/webhooks/slack
    no function: events are kept as unhandled
  POST http://localhost:3000/webhooks/slack/deploy
    slash_command → deploy (its reply is the answer)

stripe
  POST http://localhost:3000/webhooks/stripe
    invoice.paid → invoice-paid

Store    /store
Secrets  made up and kept there; your own go into .env
         STRIPE_WEBHOOK_SECRET
Lambda   http://localhost:3002 (to invoke a function with the AWS SDK or CLI)
Reload   functions, when their files are saved
Try      npx sls webhook send --source stripe --type invoice.paid
         npx sls webhook events
Stop     Ctrl-C
`);
	});

	it('given no source and no made-up secret → nothing about them, and what makes a source', () => {
		const text = describeRun({ ...run, routes: { ...routes, sources: {}, routes: [] } });

		expect(text).toBe(`Hookport serves on http://localhost:3000

No function in serverless.yml has a webhook event, such as "webhook: stripe".

${end}Stop     Ctrl-C
`);
	});

	it('given a source that only serverless.yml configures → it says that nobody can post to it', () => {
		const text = describeRun({ ...run, routes: { ...routes, routes: [] } });

		expect(text).toContain('\nstripe\n  no URL: no function is its endpoint\n');
	});

	it('given many secrets → lines that fit a terminal', () => {
		const madeUp = Array.from({ length: 9 }, (_, index) => `PARTNER_NUMBER_${index}_WEBHOOK_SECRET`);

		const lines = describeRun({ ...run, madeUp }).split('\n');

		const secrets = lines.filter((line) => line.includes('PARTNER_'));
		expect(secrets.join(' ').match(/PARTNER_NUMBER_\d_WEBHOOK_SECRET/g)).toEqual(madeUp);
		expect(secrets.every((line) => line.length <= 101)).toBe(true);
	});

	it.each([
		['a type without a sample', [{ type: 'charge.unheard' }], '--source stripe\n'],
		[
			'a type without a sample before one with',
			[{ type: 'charge.unheard' }, { type: 'invoice.paid' }],
			'--source stripe --type invoice.paid\n',
		],
	])('given %s → the command to try works as it stands', (_given, types, command) => {
		const own = types.map(({ type }) => ({ function: type, source: 'stripe', type, ack: 'stored' as const }));
		const endpoint = { function: 'stripe', source: 'stripe', ack: 'stored' as const, path: '/webhooks/stripe' };

		const text = describeRun({ ...run, routes: { ...routes, routes: [endpoint, ...own] } });

		expect(text).toContain(`Try      npx sls webhook send ${command}`);
	});
});
