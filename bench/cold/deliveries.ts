import { readFileSync } from 'node:fs';
import { github } from '../../src/providers/github.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { type GatewayEvent, githubHeaders, githubPush, signed } from '../sent.ts';

/** Of every source; the SDKs take it too. */
export const secret = 'whsec_c3VwZXItc2VjcmV0LW9mLXRoZS1iZW5jaA';

const push = githubPush(8192);
const sample = new URL('../../src/providers/samples/stripe/invoice.paid.json', import.meta.url);
const { body } = JSON.parse(readFileSync(sample, 'utf8')) as { readonly body: string };

/** 8 KB. */
export function pushed(): GatewayEvent {
	return signed(github, { path: '/webhooks/github-handled', headers: githubHeaders, body: push }, secret);
}

/** 1 KB, and a function waits for it. */
export function paid(): GatewayEvent {
	const headers = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)' };
	return signed(stripe, { path: '/webhooks/stripe', headers, body: Buffer.from(body) }, secret);
}
