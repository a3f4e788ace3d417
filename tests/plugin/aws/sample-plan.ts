import type { Plan } from '../../../src/plugin/aws/plan.ts';
import { readSettings } from '../../../src/plugin/aws/read-settings.ts';
import { defaultRetry, type Route } from '../../../src/webhook/source.ts';

const day = 24 * 60 * 60 * 1000;

/** One function of each kind: two endpoints, a stored and a handled one, and one that others call. */
export const sampleRoutes: readonly Route[] = [
	{ function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' },
	{ function: 'partner', source: 'partner', ack: 'stored', path: '/webhooks/partner' },
	{ function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored', retry: { attempts: 100, backoff: 1 } },
	{ function: 'command', source: 'slack', type: 'slash_command', ack: 'handled', path: '/webhooks/slack/command' },
];

export function samplePlan(settings: unknown = {}, more: Partial<Plan> = {}): Plan {
	return {
		routes: {
			service: 'shop',
			stage: 'prod',
			sources: {
				stripe: { name: 'stripe', provider: 'stripe', maxBody: 1024 },
				partner: {
					name: 'partner',
					provider: 'hmac',
					maxBody: 1024,
					authenticate: { apiKey: 'x-api-key', basic: true },
					options: { header: 'x-signature' },
				},
				slack: { name: 'slack', provider: 'slack', maxBody: 1024 },
			},
			routes: sampleRoutes,
			retry: defaultRetry,
			timeouts: { stripe: 10, partner: 10, 'invoice-paid': 20, command: 3, 'reserve-stock': 10 },
		},
		settings: readSettings(settings),
		paces: {},
		retention: 7 * day,
		grants: { statements: [], managedPolicies: [] },
		...more,
	};
}
