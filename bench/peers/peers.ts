import { createHmac, timingSafeEqual } from 'node:crypto';
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import { verify as verifyOctokit } from '@octokit/webhooks-methods';
import { verifySlackRequest } from '@slack/bolt';
import express from 'express';
import serverless from 'serverless-http';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { Webhook as SvixWebhook } from 'svix';
import { z } from 'zod';
import { type Case, headerOf, secret } from '../cases.ts';
import type { Work } from '../measure.ts';

/** Makes a peer's work of a case, after a first call has shown that it answers as it should. */
type Peer = (one: Case, refused: boolean) => Promise<Work>;

const payloads = {
	github: z.object({ ref: z.string(), repository: z.object({ full_name: z.string() }), pusher: z.object({ name: z.string() }) }),
	stripe: z.object({ data: z.object({ object: z.object({ id: z.string(), amount_paid: z.number(), currency: z.string() }) }) }),
};
const payloadOf = ({ provider: { id } }: Case) => payloads[id as keyof typeof payloads];

/** What a user writes by hand: the signature in a few lines of node:crypto. */
function isGenuine(
	{ provider: { id }, before }: Case,
	headers: Readonly<Record<string, string | undefined>>,
	body: string | Buffer,
): boolean {
	const given = id === 'stripe' ? headers['stripe-signature']?.split(',v1=')[1] : headers['x-hub-signature-256']?.slice('sha256='.length);
	const expected = createHmac('sha256', secret).update(before).update(body).digest();
	const claimed = Buffer.from(given ?? '', 'hex');
	return claimed.length === expected.length && timingSafeEqual(claimed, expected);
}

async function working(name: string, work: Work, isRight: (result: unknown) => boolean): Promise<Work> {
	const result = await work();
	if (!isRight(result)) throw new Error(`${name} does not do what it is to do: ${JSON.stringify(result)}`);
	return work;
}

const answered = (status: number) => (result: unknown) => (result as { readonly statusCode?: number }).statusCode === status;
const failing = async (work: Work): Promise<unknown> => {
	try {
		return await work();
	} catch {
		return 'refused';
	}
};

export const peers: Readonly<Record<string, Peer>> = {
	/** Middy as its documents show it: error handler, JSON parser, a signature step, a schema of full zod. */
	stock: (one, refused) => {
		type Request = { event: { headers: Record<string, string>; body: unknown; isBase64Encoded: boolean } };
		const signature = {
			before: ({ event: { headers, body, isBase64Encoded } }: Request) => {
				const bytes = Buffer.from(String(body), isBase64Encoded ? 'base64' : 'utf8');
				if (!isGenuine(one, headers, bytes)) throw Object.assign(new Error('Unauthorized'), { statusCode: 401, expose: true });
			},
		};
		const schema = payloadOf(one);
		const handler = middy()
			.use(httpErrorHandler({ logger: false }))
			.use(signature as unknown as middy.MiddlewareObj)
			.use(httpJsonBodyParser() as unknown as middy.MiddlewareObj)
			.handler(async (event: unknown) => {
				schema.parse((event as { body: unknown }).body);
				return { statusCode: 200, body: 'done' };
			}) as unknown as (event: unknown, context: object) => Promise<unknown>;
		// The parser puts its value into the event, so each call has one of its own, as on Lambda.
		return working('stock', () => handler({ ...one.event }, {}), answered(refused ? 401 : 200));
	},

	/** Express behind serverless-http, with the body kept by express.raw. */
	express: (one, refused) => {
		const app = express().disable('x-powered-by').set('etag', false);
		const schema = payloadOf(one);
		app.post(one.event.rawPath, express.raw({ type: '*/*', limit: '3mb' }), (request, response) => {
			const body = request.body as Buffer;
			if (!isGenuine(one, request.headers as Record<string, string>, body)) {
				response.status(401).send('Unauthorized');
				return;
			}
			schema.parse(JSON.parse(body.toString()));
			response.status(200).send('done');
		});
		const handler = serverless(app);
		return working('express', () => handler({ ...one.event }, {}), answered(refused ? 401 : 200));
	},

	/** Verification alone, and the parsing that it leaves to its user. */
	octokit: (one, refused) => {
		const signature = headerOf(one.event, 'x-hub-signature-256');
		return working(
			'octokit',
			async () => {
				const body = one.base64 ? Buffer.from(one.event.body, 'base64').toString() : one.event.body;
				return (await verifyOctokit(secret, body, signature)) ? JSON.parse(body) : 'refused';
			},
			(result) => (result === 'refused') === refused,
		);
	},

	/** `constructEvent` alone: it verifies and parses. */
	stripe: (one, refused) => {
		const stripe = new Stripe('sk_test_1');
		const given = headerOf(one.event, 'stripe-signature');
		// As old as it is, so that all the rest of it is done.
		const work = () => stripe.webhooks.constructEvent(one.event.body, given, secret, Number.MAX_SAFE_INTEGER);
		return working('stripe', refused ? () => failing(work) : work, (result) => (result === 'refused') === refused);
	},

	/** A wrong signature of its own scheme over the same body. */
	svix: (one) => wrongly('svix', new SvixWebhook(standardSecret), one),

	standardwebhooks: (one) => wrongly('standardwebhooks', new StandardWebhook(standardSecret), one),

	/** Bolt's verifier, as its receivers call it. */
	bolt: (one) => {
		const headers = { 'x-slack-signature': `v0=${'0'.repeat(64)}`, 'x-slack-request-timestamp': Math.floor(Date.now() / 1000) };
		const work = () => failing(() => verifySlackRequest({ signingSecret: secret, body: one.event.body, headers }));
		return working('bolt', work, (result) => result === 'refused');
	},
};

const standardSecret = `whsec_${Buffer.from(secret).toString('base64')}`;

function wrongly(
	name: string,
	webhook: { verify: (body: string, headers: Record<string, string>) => unknown },
	{ event }: Case,
): Promise<Work> {
	const time = String(Math.floor(Date.now() / 1000));
	const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': time, 'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}` };
	return working(
		name,
		() => failing(() => webhook.verify(event.body, headers)),
		(result) => result === 'refused',
	);
}
