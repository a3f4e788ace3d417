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

describe('what the local run prints', () => {
	it('given sources with stored and handled functions → each URL with the functions behind it', () => {
		const text = describeRun({ routes, url: 'http://localhost:3000', dataDir: '/store', madeUp: ['STRIPE_WEBHOOK_SECRET'] });

		expect(text).toBe(`Hookport serves on http://localhost:3000

slack
  POST http://localhost:3000/webhooks/slack
  POST http://localhost:3000/webhooks/slack/deploy
    slash_command → deploy

stripe
  POST http://localhost:3000/webhooks/stripe
    invoice.paid → invoice-paid

Store    /store
Secrets  STRIPE_WEBHOOK_SECRET
         made up, and kept in /store; your own go into .env
Try      npx sls webhook send --source stripe --type invoice.paid
Stop     Ctrl-C
`);
	});

	it('given no source and no made-up secret → nothing about them', () => {
		const text = describeRun({ routes: { ...routes, sources: {}, routes: [] }, url: 'http://localhost:1', dataDir: '/store', madeUp: [] });

		expect(text).toBe('Hookport serves on http://localhost:1\n\nStore    /store\nStop     Ctrl-C\n');
	});
});
