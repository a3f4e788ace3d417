import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import type { Attribute, Item } from '../../../src/clouds/aws/attribute.ts';
import type { AwsRequest } from '../../../src/clouds/aws/client.ts';
import { stripe } from '../../../src/providers/stripe.ts';
import { onEvent, receive } from '../../../src/receive.ts';
import type { Route } from '../../../src/webhook/source.ts';
import { delivery } from '../../local-platform.ts';
import { type AwsPlatform, awsPlatform, post } from './aws-platform.ts';
import { type Emulators, startEmulators } from './emulators.ts';

const secret = 'whsec_a_secret_of_the_test';
const routes: readonly Route[] = [
	{ function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' },
	{ function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' },
];
/** What Stripe sends and API Gateway passes on, besides the signature. */
const headers = {
	accept: '*/*; q=0.5, application/xml',
	'cache-control': 'no-cache',
	'content-type': 'application/json; charset=utf-8',
	host: 'abcdefghij.execute-api.eu-central-1.amazonaws.com',
	'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
	'x-amzn-trace-id': 'Root=1-67891233-abcdef012345678912345678',
	'x-forwarded-for': '54.187.174.169',
	'x-forwarded-port': '443',
	'x-forwarded-proto': 'https',
};

let emulators: Emulators;
let on: AwsPlatform;
let asked: AwsRequest[];
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());
beforeEach(async () => {
	on = await awsPlatform(emulators, routes);
	on.ssm.parameters.set('/shop/prod/STRIPE_WEBHOOK_SECRET', secret);
	asked = [];
});
afterEach(() => on.close());

/** The same event for two. */
const forTwo: readonly Route[] = [...routes, { function: 'ledger', source: 'stripe', type: 'invoice.paid', ack: 'stored' }];

const watch = (request: AwsRequest) => void asked.push(request);
const nameOf = ({ service, method = 'POST', headers = {} }: AwsRequest) =>
	headers['x-amz-target']?.replace(/^.*\./, '') ?? `${service} ${method}`;

function textOf(bytes: number): string {
	const event = { id: 'evt_1AbCdEfGhIjKlMnOpQrStUvW', type: 'invoice.paid', data: { object: { id: 'in_1' } }, filler: '' };
	return JSON.stringify({ ...event, filler: 'x'.repeat(bytes - JSON.stringify(event).length) });
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
function sizeOf(item: Item): number {
	const size = ({ S = '', N = '', B = '' }: Attribute) => Buffer.byteLength(S) + Math.ceil(N.length / 2) + Buffer.from(B, 'base64').length;
	return Object.entries(item).reduce((sum, [name, attribute]) => sum + name.length + size(attribute), 0);
}

/** bench/scale/aws-usage.ts makes its sums of these. Whoever lets an event ask for more lets it cost more. */
describe('an event of one function that works at once', () => {
	it.each([
		['2 KB', 2, [], [], 3],
		['8 KB', 8, [], [], 9],
		['32 KB', 32, ['s3 PUT'], ['s3 GET'], 1],
	])('of %s asks AWS for this and no more, and its item is as large as it has to be', async (_, kilobytes, put, got, units) => {
		const text = textOf(kilobytes * 1024);
		const front = receive(stripe, on.as('stripe', {}, watch));
		const works = onEvent(
			stripe,
			'invoice.paid',
			{ payload: z.object({ id: z.string() }), on: on.as('invoice-paid', {}, watch) },
			() => undefined,
		);

		const reply = await post(front, stripe.scheme.sign(delivery({ rawBody: Buffer.from(text), headers }), secret));
		await on.drain('invoice-paid', works);

		const [insert] = asked.filter((request) => nameOf(request) === 'PutItem');
		expect(reply.statusCode).toBe(200);
		expect(asked.map(nameOf)).toEqual([
			...['GetParameters', ...put, 'PutItem', 'SendMessageBatch', 'UpdateItem'],
			...['GetItem', 'UpdateItem', ...got, 'UpdateItem'],
		]);
		expect(Math.ceil(sizeOf(JSON.parse(String(insert?.body)).Item) / 1024)).toBe(units);
	});
});

it('an event of two functions is sent to each and marked once, and an attempt that fails reads, writes twice and says when to come again', async () => {
	const platform = await awsPlatform(emulators, forTwo);
	platform.ssm.parameters.set('/shop/prod/STRIPE_WEBHOOK_SECRET', secret);
	const front = receive(stripe, platform.as('stripe', {}, watch));
	const fails = onEvent(stripe, 'invoice.paid', { payload: z.object({ id: z.string() }), on: platform.as('ledger', {}, watch) }, () => {
		throw new Error('not today');
	});

	await post(front, stripe.scheme.sign(delivery({ rawBody: Buffer.from(textOf(2048)), headers }), secret));
	await platform.drain('ledger', fails);

	expect(asked.map(nameOf)).toEqual([
		...['GetParameters', 'PutItem', 'SendMessageBatch', 'SendMessageBatch', 'UpdateItem'],
		...['GetItem', 'UpdateItem', 'UpdateItem', 'ChangeMessageVisibilityBatch'],
	]);
	await platform.close();
});
