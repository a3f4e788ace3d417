import { sign as octokitSign, verify as octokitVerify } from '@octokit/webhooks-methods';
import { EventWebhook } from '@sendgrid/eventwebhook';
import { ApiVersion, shopifyApi } from '@shopify/shopify-api';
import { createSHA256HMAC } from '@shopify/shopify-api/runtime';
import { isValidSlackRequest } from '@slack/bolt/dist/receivers/verify-request.js';
import { verifyKey } from 'discord-interactions';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { Webhook as SvixWebhook } from 'svix';
import twilioLibrary from 'twilio';
import '@shopify/shopify-api/adapters/node';
import { discord } from '../../src/providers/discord.ts';
import { github } from '../../src/providers/github.ts';
import { sendgrid } from '../../src/providers/sendgrid.ts';
import { shopify } from '../../src/providers/shopify.ts';
import { slack } from '../../src/providers/slack.ts';
import { standardWebhooks } from '../../src/providers/standard-webhooks.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { twilio } from '../../src/providers/twilio.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import type { Provider } from '../../src/webhook/provider.ts';

/** An official library: whether it accepts a delivery, and what it would send, where it can sign. */
type Judge = {
	readonly name: string;
	readonly provider: Provider;
	readonly accepts: (delivery: Delivery, secret: string) => Promise<boolean>;
	readonly sign?: (delivery: Delivery, secret: string) => Promise<Delivery>;
};

const stripeWebhooks = new Stripe('sk_test_unused').webhooks;
const eventWebhook = new EventWebhook();
const secondsOf = ({ receivedAt }: Delivery) => Math.floor(receivedAt / 1000);
const textOf = ({ rawBody }: Delivery) => rawBody.toString();
const withHeaders = (delivery: Delivery, headers: Readonly<Record<string, string>>): Delivery => ({
	...delivery,
	headers: { ...delivery.headers, ...headers },
});

export const judges: readonly Judge[] = [
	{
		name: 'stripe',
		provider: stripe,
		accepts: accepting((delivery, secret) =>
			stripeWebhooks.constructEvent(delivery.rawBody, delivery.headers['stripe-signature'] ?? '', secret),
		),
		sign: async (delivery, secret) => {
			const timestamp = secondsOf(delivery);
			const header = stripeWebhooks.generateTestHeaderString({ payload: textOf(delivery), secret, timestamp });
			return withHeaders(delivery, { 'stripe-signature': header });
		},
	},
	{
		name: '@octokit/webhooks-methods',
		provider: github,
		accepts: accepting((delivery, secret) => octokitVerify(secret, textOf(delivery), delivery.headers['x-hub-signature-256'] ?? '')),
		sign: async (delivery, secret) => withHeaders(delivery, { 'x-hub-signature-256': await octokitSign(secret, textOf(delivery)) }),
	},
	{
		name: '@shopify/shopify-api',
		provider: shopify,
		accepts: accepting(async (delivery, secret) => {
			const api = shopifyApi({
				apiKey: 'unused',
				apiSecretKey: secret,
				apiVersion: ApiVersion.July26,
				hostName: 'hooks.example.com',
				isEmbeddedApp: false,
				logger: { log: () => {} },
			});
			const request = { method: delivery.method, url: delivery.path, headers: delivery.headers };
			return (await api.webhooks.validate({ rawBody: textOf(delivery), rawRequest: request })).valid;
		}),
		sign: async (delivery, secret) => withHeaders(delivery, { 'x-shopify-hmac-sha256': await createSHA256HMAC(secret, textOf(delivery)) }),
	},
	{
		name: '@slack/bolt',
		provider: slack,
		accepts: accepting((delivery, secret) =>
			isValidSlackRequest({
				signingSecret: secret,
				body: textOf(delivery),
				headers: {
					'x-slack-signature': delivery.headers['x-slack-signature'] ?? '',
					'x-slack-request-timestamp': Number(delivery.headers['x-slack-request-timestamp']),
				},
			}),
		),
	},
	{
		name: 'standardwebhooks',
		provider: standardWebhooks,
		accepts: accepting((delivery, secret) => new StandardWebhook(secret).verify(delivery.rawBody, delivery.headers)),
		sign: async (delivery, secret) => {
			const id = delivery.headers['webhook-id'] ?? '';
			const signature = new StandardWebhook(secret).sign(id, new Date(delivery.receivedAt), delivery.rawBody);
			return withHeaders(delivery, { 'webhook-timestamp': String(secondsOf(delivery)), 'webhook-signature': signature });
		},
	},
	{
		name: 'svix',
		provider: standardWebhooks,
		accepts: accepting((delivery, secret) => new SvixWebhook(secret).verify(textOf(delivery), delivery.headers)),
		sign: async (delivery, secret) => {
			const id = delivery.headers['webhook-id'] ?? '';
			const signature = new SvixWebhook(secret).sign(id, new Date(delivery.receivedAt), textOf(delivery));
			return withHeaders(delivery, { 'webhook-timestamp': String(secondsOf(delivery)), 'webhook-signature': signature });
		},
	},
	{
		name: 'twilio',
		provider: twilio,
		accepts: accepting((delivery, secret) =>
			twilioLibrary.validateRequest(secret, delivery.headers['x-twilio-signature'] ?? '', delivery.url, fieldsOf(delivery)),
		),
		sign: async (delivery, secret) => {
			const signature = twilioLibrary.getExpectedTwilioSignature(secret, delivery.url, fieldsOf(delivery));
			return withHeaders(delivery, { 'x-twilio-signature': signature });
		},
	},
	{
		name: 'discord-interactions',
		provider: discord,
		accepts: accepting((delivery, key) =>
			verifyKey(delivery.rawBody, delivery.headers['x-signature-ed25519'] ?? '', delivery.headers['x-signature-timestamp'] ?? '', key),
		),
	},
	{
		name: '@sendgrid/eventwebhook',
		provider: sendgrid,
		accepts: accepting((delivery, key) =>
			eventWebhook.verifySignature(
				eventWebhook.convertPublicKeyToECDSA(key),
				delivery.rawBody,
				delivery.headers['x-twilio-email-event-webhook-signature'] ?? '',
				delivery.headers['x-twilio-email-event-webhook-timestamp'] ?? '',
			),
		),
	},
];

/** Some libraries say no by throwing, some by returning false. */
function accepting(judge: (delivery: Delivery, secret: string) => unknown): Judge['accepts'] {
	return async (delivery, secret) => {
		try {
			return (await judge(delivery, secret)) !== false;
		} catch {
			return false;
		}
	};
}

function fieldsOf(delivery: Delivery): Record<string, string> {
	return Object.fromEntries(new URLSearchParams(textOf(delivery)));
}
