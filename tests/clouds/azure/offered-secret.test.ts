import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { receive } from '../../../src/receive.ts';
import type { Route } from '../../../src/webhook/source.ts';
import { offer, signed, teller } from '../../bringing-provider.ts';
import { type AzurePlatform, azurePlatform, post } from './azure-platform.ts';
import { type Azurite, startAzurite } from './start-azurite.ts';

const [brought, strange] = ['a-secret-that-was-brought', 'a-secret-of-a-stranger'];
const inVault = 'STRIPE-WEBHOOK-SECRET';
const path = '/webhooks/stripe';
/** The platform's one source, which posts as the made-up provider does. */
const endpoint: Route = { function: 'stripe', source: 'stripe', ack: 'stored', path };

let azurite: Azurite;
let on: AzurePlatform;
beforeAll(async () => {
	azurite = await startAzurite();
});
afterAll(() => azurite.close());
beforeEach(async () => {
	on = await azurePlatform(azurite, [endpoint]);
});
afterEach(() => on.close());

const open = (millis = 60_000) => on.cold().cloud.openings.open('stripe', Date.now() + millis);
const offered = async (secret: string, to = receive(teller, on.cold())) => await post(to, offer(secret, { path }));
const delivered = async (secret: string, to = receive(teller, on.cold())) => (await post(to, { ...signed(secret), path })).status;

it('a secret that is offered while the source is open is put into Key Vault, and what it signs is taken by that instance at once', async () => {
	await open();
	const to = receive(teller, on.cold());
	expect(await delivered(brought, to)).toBe(503);

	const taken = await offered(brought, to);

	expect([taken.status, taken.headers['x-hook-secret'], on.vault.secrets.get(inVault)]).toEqual([200, brought, brought]);
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
	expect([...on.vault.secrets]).toEqual([[inVault, brought]]);
});

it('of offers to ten instances at once, one is taken', async () => {
	await open();
	const secrets = Array.from({ length: 10 }, (_, index) => `a-secret-of-sender-${index}`);

	const replies = await Promise.all(secrets.map((secret) => offered(secret)));

	expect(secrets.filter((_, index) => replies[index]?.status === 200)).toEqual([on.vault.secrets.get(inVault)]);
	expect(replies.filter(({ status }) => status === 403)).toHaveLength(9);
});

it('while Key Vault is out of reach an offer is answered 503, and is taken when it comes again', async () => {
	await open();
	on.vault.down = true;
	const refused = await offered(brought);
	on.vault.down = false;

	expect([refused.status, refused.headers['retry-after'], (await offered(brought)).status]).toEqual([503, '5', 200]);
});

it('no offered secret is in the log', async () => {
	await offered(strange);
	await open();
	await offered(brought);
	await offered(strange);

	expect(on.lines.length).toBeGreaterThanOrEqual(3);
	expect([on.lines.join('').includes(brought), on.lines.join('').includes(strange)]).toEqual([false, false]);
});
