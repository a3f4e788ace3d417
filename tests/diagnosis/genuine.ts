import { gunzipSync } from 'node:zlib';
import type { Evidence } from '../../src/diagnosis/evidence.ts';
import { type OtherSender, thorough } from '../../src/diagnosis/thorough.ts';
import { github } from '../../src/providers/github.ts';
import { hmac } from '../../src/providers/hmac.ts';
import { shopify } from '../../src/providers/shopify.ts';
import { slack } from '../../src/providers/slack.ts';
import { square } from '../../src/providers/square.ts';
import { standardWebhooks } from '../../src/providers/standard-webhooks.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { svix } from '../../src/providers/svix.ts';
import { twilio } from '../../src/providers/twilio.ts';
import type { Delivery, Headers } from '../../src/webhook/delivery.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import { judges as ofGithub } from '../judges/github.ts';
import type { Judge } from '../judges/judge.ts';
import { judges as ofShopify } from '../judges/shopify.ts';
import { judges as ofSlack } from '../judges/slack.ts';
import { judges as ofSquare } from '../judges/square.ts';
import { judges as ofStandardWebhooks } from '../judges/standard-webhooks.ts';
import { judges as ofStripe } from '../judges/stripe.ts';
import { judges as ofSvix } from '../judges/svix.ts';
import { judges as ofTwilio } from '../judges/twilio.ts';

/** A generic sender, whose key the test chooses how to read. */
export const partner: Provider = hmac.configure({ header: 'x-signature' });

const judgeOf = new Map<Provider, Judge | undefined>([
	[stripe, ofStripe[0]],
	[github, ofGithub[0]],
	[svix, ofSvix[0]],
	[standardWebhooks, ofStandardWebhooks[0]],
	[twilio, ofTwilio[0]],
	[shopify, ofShopify[0]],
	[slack, ofSlack[0]],
	[square, ofSquare[0]],
]);

export const json: Headers = { 'content-type': 'application/json' };
export const form: Headers = { 'content-type': 'application/x-www-form-urlencoded' };

export type Sent = { readonly body?: string; readonly headers?: Headers; readonly secret: string; readonly url?: string };

/** A delivery that the provider's own library has signed, or where it only verifies, has believed. */
export async function genuine(provider: Provider, { body = '{"id":"evt_1"}', headers = json, secret, url }: Sent): Promise<Delivery> {
	const path = `/webhooks/${provider.id}`;
	const unsigned: Delivery = {
		requestId: 'request-1',
		receivedAt: Date.now(),
		method: 'POST',
		path,
		query: url?.split('?')[1] ?? '',
		url: url ?? `https://hooks.example.com${path}`,
		headers,
		rawBody: Buffer.from(body),
		remoteAddress: '',
		traceparent: '',
	};
	const judge = judgeOf.get(provider);
	if (judge?.sign) return await judge.sign(unsigned, secret);
	const signed = await provider.scheme.sign(unsigned, secret);
	if (judge?.accepts && (await judge.accepts(signed, secret)) === false) throw new Error(`${judge.package} does not believe it`);
	return signed;
}

export const unzip = (bytes: Buffer): Buffer | undefined => {
	try {
		return gunzipSync(bytes);
	} catch {
		return undefined;
	}
};

/** All that may be known about a delivery on a developer's machine. */
export function evidence(
	provider: Provider,
	delivery: Delivery,
	more: Partial<Evidence> & { readonly others?: readonly OtherSender[] },
): Evidence {
	const { others = [], ...rest } = more;
	return { delivery, provider, secrets: [], retired: [], thorough: thorough(others, unzip), ...rest };
}
