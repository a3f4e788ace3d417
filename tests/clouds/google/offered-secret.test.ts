import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { receive } from '../../../src/receive.ts';
import type { Route } from '../../../src/webhook/source.ts';
import { offer, signed, teller } from '../../bringing-provider.ts';
import { type FakeGoogle, startFakeGoogle } from './fake-google.ts';
import { type GooglePlatform, googlePlatform, post } from './google-platform.ts';

const [brought, strange] = ['a-secret-that-was-brought', 'a-secret-of-a-stranger'];
const name = 'STRIPE_WEBHOOK_SECRET';
const path = '/webhooks/stripe';
/** The platform's one source, which posts as the made-up provider does. */
const endpoint: Route = { function: 'stripe', source: 'stripe', ack: 'stored', path };

let fake: FakeGoogle;
let on: GooglePlatform;
beforeAll(async () => {
	fake = await startFakeGoogle();
});
afterAll(() => fake.close());
beforeEach(() => {
	on = googlePlatform(fake, [endpoint]);
});

const open = (millis = 60_000) => on.as('desk').cloud.openings.open('stripe', Date.now() + millis);
/** Each is an instance of its own, with nothing in memory. */
const instance = (watch?: (action: string) => void) =>
	receive(
		teller,
		on.as('stripe', {}, ({ path }) => watch?.(path.replace(/.*:/, ''))),
	);
const kept = () => fake.secret(name, on.prefix);
const offered = async (secret: string, to = instance()) => await post(to, offer(secret, { path }));
const delivered = async (secret: string, to = instance()) => (await post(to, { ...signed(secret), path })).status;

it('a secret that is offered while the source is open is put into Secret Manager, and what it signs is taken by that instance at once', async () => {
	await open();
	const to = instance();
	expect(await delivered(brought, to)).toBe(503);

	const taken = await offered(brought, to);

	expect([taken.status, taken.headers['x-hook-secret'], kept()]).toEqual([200, brought, brought]);
	expect([await delivered(brought, to), await delivered(strange, to), await delivered(brought)]).toEqual([200, 401, 200]);
});

it('an offer to a source that is not open, that was closed by the one before, or whose time is over changes nothing', async () => {
	const closed = await offered(strange);
	await open(-1);
	const late = await offered(strange);
	await open();
	await offered(brought);
	const second = await offered(strange);

	expect([closed, late, second].map(({ status }) => status)).toEqual([403, 403, 403]);
	expect(kept()).toBe(brought);
});

it('of offers to ten instances at once, one is taken', async () => {
	await open();
	const secrets = Array.from({ length: 10 }, (_, index) => `a-secret-of-sender-${index}`);

	const replies = await Promise.all(secrets.map((secret) => offered(secret)));

	expect(secrets.filter((_, index) => replies[index]?.status === 200)).toEqual([kept()]);
	expect(replies.filter(({ status }) => status === 403)).toHaveLength(9);
});

it('a secret that an operator has set since the source was opened stays', async () => {
	await open();
	on.setSecret(name, brought);

	expect([(await offered(strange)).status, kept()]).toEqual([403, brought]);
});

it('while Secret Manager is out of reach an offer is answered 503, and is taken when it comes again', async () => {
	await open();
	fake.down.add('secretmanager');
	const refused = await offered(brought);
	fake.down.delete('secretmanager');

	expect([refused.status, refused.headers['retry-after'], (await offered(brought)).status]).toEqual([503, '5', 200]);
});

it('a flood of offers to a source that is not open costs one read each, and no write', async () => {
	const asked: string[] = [];
	const to = instance((action) => asked.push(action));

	await Promise.all(Array.from({ length: 50 }, (_, index) => offered(`${strange}-${index}`, to)));

	expect([asked.length, new Set(asked)]).toEqual([50, new Set(['batchGet'])]);
});

it('no offered secret is in the log', async () => {
	await offered(strange);
	await open();
	await offered(brought);
	await offered(strange);

	expect(on.lines.length).toBeGreaterThanOrEqual(3);
	expect([on.lines.join('').includes(brought), on.lines.join('').includes(strange)]).toEqual([false, false]);
});
