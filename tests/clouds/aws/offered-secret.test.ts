import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { receive } from '../../../src/receive.ts';
import type { Route } from '../../../src/webhook/source.ts';
import { offer, signed, teller } from '../../bringing-provider.ts';
import { type AwsPlatform, awsPlatform, post } from './aws-platform.ts';
import { type Emulators, startEmulators } from './emulators.ts';

const [brought, strange] = ['a-secret-that-was-brought', 'a-secret-of-a-stranger'];
const parameter = '/shop/prod/STRIPE_WEBHOOK_SECRET';
const path = '/webhooks/stripe';
/** The platform's one source, which posts as the made-up provider does. */
const endpoint: Route = { function: 'stripe', source: 'stripe', ack: 'stored', path };

let emulators: Emulators;
let on: AwsPlatform;
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());
beforeEach(async () => {
	on = await awsPlatform(emulators, [endpoint]);
});
afterEach(() => on.close());

const open = (millis = 60_000) => on.as('desk').cloud.openings.open('stripe', Date.now() + millis);
/** Each is an instance of its own, with nothing in memory. */
const instance = (watch?: (action: string) => void) =>
	receive(
		teller,
		on.as('stripe', {}, ({ headers = {} }) => watch?.(headers['x-amz-target'] ?? '')),
	);
const offered = async (secret: string, to = instance()) => await post(to, offer(secret, { path }));
const delivered = async (secret: string, to = instance()) => (await post(to, { ...signed(secret), path })).statusCode;

it('a secret that is offered while the source is open is put into SSM, and what it signs is taken by that instance at once', async () => {
	await open();
	const to = instance();
	expect(await delivered(brought, to)).toBe(503);

	const taken = await offered(brought, to);

	expect([taken.statusCode, taken.headers['x-hook-secret'], on.ssm.parameters.get(parameter)]).toEqual([200, brought, brought]);
	expect([await delivered(brought, to), await delivered(strange, to), await delivered(brought)]).toEqual([200, 401, 200]);
});

it('an offer to a source that is not open, that was closed by the one before, or whose time is over changes nothing', async () => {
	const closed = await offered(strange);
	await open(-1);
	const late = await offered(strange);
	await open();
	await offered(brought);
	const second = await offered(strange);

	expect([closed, late, second].map(({ statusCode }) => statusCode)).toEqual([403, 403, 403]);
	expect([...on.ssm.parameters]).toEqual([[parameter, brought]]);
});

it('of offers to ten instances at once, one is taken', async () => {
	await open();
	const secrets = Array.from({ length: 10 }, (_, index) => `a-secret-of-sender-${index}`);

	const replies = await Promise.all(secrets.map((secret) => offered(secret)));

	expect(secrets.filter((_, index) => replies[index]?.statusCode === 200)).toEqual([on.ssm.parameters.get(parameter)]);
	expect(replies.filter(({ statusCode }) => statusCode === 403)).toHaveLength(9);
});

it('a secret that an operator has set since the source was opened stays', async () => {
	await open();
	on.ssm.parameters.set(parameter, brought);

	expect([(await offered(strange)).statusCode, on.ssm.parameters.get(parameter)]).toEqual([403, brought]);
});

it('while SSM is out of reach an offer is answered 503, and is taken when it comes again', async () => {
	await open();
	on.ssm.down = true;
	const refused = await offered(brought);
	on.ssm.down = false;

	expect([refused.statusCode, refused.headers['retry-after'], (await offered(brought)).statusCode]).toEqual([503, '5', 200]);
});

it('a flood of offers to a source that is not open costs one read each, and no write', async () => {
	const asked: string[] = [];
	const to = instance((action) => asked.push(action));

	await Promise.all(Array.from({ length: 50 }, (_, index) => offered(`${strange}-${index}`, to)));

	expect([asked.length, new Set(asked)]).toEqual([50, new Set(['DynamoDB_20120810.GetItem'])]);
});

it('no offered secret is in the log', async () => {
	await offered(strange);
	await open();
	await offered(brought);
	await offered(strange);

	expect(on.lines.length).toBeGreaterThanOrEqual(3);
	expect([on.lines.join('').includes(brought), on.lines.join('').includes(strange)]).toEqual([false, false]);
});
