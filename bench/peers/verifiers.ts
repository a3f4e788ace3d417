import type { Delivery } from '../../src/webhook/delivery.ts';
import { allJudges } from '../../tests/judges/all-judges.ts';
import { isInstalled } from '../../tests/judges/judge.ts';

/** Says no by `false`, or by throwing. */
type Verifies = (delivery: Delivery) => unknown;

/** A library that a user would pick to verify a provider's deliveries; it is set up once. */
export type Verifier = { readonly name: string; readonly setUp: (secret: string) => Promise<Verifies> };

type Webhook = new (secret: string) => { readonly verify: (body: string, headers: Delivery['headers']) => unknown };
type Stripe = new (
	key: string,
) => { readonly webhooks: { readonly constructEvent: (body: Buffer, header: string, secret: string) => unknown } };
type Bolt = { readonly isValidSlackRequest: (request: object) => boolean };
type Shopify = {
	readonly ApiVersion: object;
	readonly shopifyApi: (options: object) => { readonly webhooks: { readonly validate: Validate } };
};
type Validate = (given: object) => Promise<{ readonly valid: boolean }>;
type Octokit = { readonly verify: (secret: string, body: string, signature: string) => Promise<boolean> };

/** Sound as far as the package is what is said of it here, and each is run. */
const load = async <Module>(path: string) => (await import(path)) as Module;
const textOf = ({ rawBody }: Delivery) => rawBody.toString();

/** It parses the body as well. */
const standardWebhooks = (name: string): Verifier => ({
	name,
	setUp: async (secret) => {
		const { Webhook } = await load<{ readonly Webhook: Webhook }>(name);
		const webhook = new Webhook(secret);
		return (delivery) => webhook.verify(textOf(delivery), delivery.headers);
	},
});

const own: Readonly<Record<string, Verifier>> = {
	github: {
		name: '@octokit/webhooks-methods',
		setUp: async (secret) => {
			const { verify } = await load<Octokit>('@octokit/webhooks-methods');
			return (delivery) => verify(secret, textOf(delivery), delivery.headers['x-hub-signature-256'] ?? '');
		},
	},
	shopify: {
		name: '@shopify/shopify-api',
		setUp: async (apiSecretKey) => {
			await load('@shopify/shopify-api/adapters/node');
			const { shopifyApi } = await load<Shopify>('@shopify/shopify-api');
			const app = { apiKey: 'unused', apiSecretKey, hostName: 'hooks.example.com', isEmbeddedApp: false, apiVersion: '2026-07' };
			const { webhooks } = shopifyApi({ ...app, logger: { log: () => {} } });
			return async (delivery) => {
				const { method, path: url, headers } = delivery;
				return (await webhooks.validate({ rawBody: textOf(delivery), rawRequest: { method, url, headers } })).valid;
			};
		},
	},
	slack: {
		name: '@slack/bolt',
		setUp: async (signingSecret) => {
			const { isValidSlackRequest } = await load<Bolt>('@slack/bolt/dist/receivers/verify-request.js');
			return (delivery) => {
				const { 'x-slack-signature': signature, 'x-slack-request-timestamp': time } = delivery.headers;
				const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(time) };
				return isValidSlackRequest({ signingSecret, body: textOf(delivery), headers });
			};
		},
	},
	'standard-webhooks': standardWebhooks('standardwebhooks'),
	/** It parses the body as well. */
	stripe: {
		name: 'stripe',
		setUp: async (secret) => {
			const { default: Library } = await load<{ readonly default: Stripe }>('stripe');
			const { webhooks } = new Library('sk_test_unused');
			return (delivery) => webhooks.constructEvent(delivery.rawBody, delivery.headers['stripe-signature'] ?? '', secret);
		},
	},
	svix: standardWebhooks('svix'),
};

/** The library of the bench's own, else those that judge the provider in the tests, called as they are there: most make their client anew each time. */
export async function verifiersOf(id: string): Promise<readonly Verifier[]> {
	const verifier = own[id];
	if (verifier !== undefined) return [verifier];
	const judges = (await allJudges())[id] ?? [];
	return judges.flatMap(({ package: name, accepts }) =>
		accepts === undefined || !isInstalled(name)
			? []
			: { name, setUp: async (secret: string) => (delivery: Delivery) => accepts(delivery, secret) },
	);
}
