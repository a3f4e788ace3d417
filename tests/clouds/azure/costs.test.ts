import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import type { AzureRequest } from '../../../src/clouds/azure/client.ts';
import { stripe } from '../../../src/providers/stripe.ts';
import { onEvent, receive } from '../../../src/receive.ts';
import type { Route } from '../../../src/webhook/source.ts';
import { delivery } from '../../local-platform.ts';
import { type AzurePlatform, azurePlatform, post } from './azure-platform.ts';
import { type Azurite, startAzurite } from './start-azurite.ts';

const secret = 'whsec_a_secret_of_the_test';
const routes: readonly Route[] = [
	{ function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' },
	{ function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' },
];

let azurite: Azurite;
let on: AzurePlatform;
let asked: string[];
beforeAll(async () => {
	azurite = await startAzurite();
});
afterAll(() => azurite.close());
beforeEach(async () => {
	on = await azurePlatform(azurite, routes);
	asked = [];
});
afterEach(() => on.close());

const watch = ({ service, method, path, body }: AzureRequest) =>
	void asked.push(path === '/$batch' ? `table batch of ${operationsIn(body)}` : `${service} ${method}`);

/** Each operation of a transaction is charged. */
function operationsIn(body: AzureRequest['body']): number {
	return [...String(typeof body === 'function' ? body('') : body).matchAll(/^(POST|PUT|DELETE) /gm)].length;
}

function textOf(bytes: number): string {
	const event = { id: 'evt_1AbCdEfGhIjKlMnOpQrStUvW', type: 'invoice.paid', data: { object: { id: 'in_1' } }, filler: '' };
	return JSON.stringify({ ...event, filler: 'x'.repeat(bytes - JSON.stringify(event).length) });
}

/** bench/scale/azure-usage.ts makes its sums of these. Whoever lets an event ask for more lets it cost more. */
describe('an event of one function that works at once', () => {
	it.each([
		['2 KB', 2, [], []],
		['48 KB', 48, [], []],
		['64 KB', 64, ['blob PUT'], ['blob GET']],
	])('of %s asks Azure for this and no more', async (_, kilobytes, put, got) => {
		const text = Buffer.from(textOf(kilobytes * 1024));
		const front = receive(stripe, on.cold({ STRIPE_WEBHOOK_SECRET: secret, STRIPE_WEBHOOK_SECRET_PREVIOUS: 'an earlier one' }, watch));
		const works = onEvent(stripe, 'invoice.paid', { payload: z.object({ id: z.string() }), on: on.cold({}, watch) }, () => undefined);

		const reply = await post(front, stripe.scheme.sign(delivery({ rawBody: text }), secret));
		await on.drain('invoice-paid', works);

		expect(reply.status).toBe(200);
		expect(asked).toEqual([
			...[...put, 'table batch of 3', 'queue POST', 'table batch of 3'],
			...['table GET', 'table batch of 1', ...got, 'table batch of 3'],
		]);
	});

	it('asks Key Vault for the secrets that are not in the environment, once an instance', async () => {
		on.vault.secrets.set('STRIPE-WEBHOOK-SECRET', secret);
		const front = receive(stripe, on.cold({}, watch));

		for (const id of ['2', '3'])
			await post(front, stripe.scheme.sign(delivery({ rawBody: Buffer.from(`{"id":"evt_${id}","type":"x"}`) }), secret));

		expect(asked.filter((name) => name.startsWith('vault'))).toEqual(['vault GET', 'vault GET']);
	});

	it('asks for four operations more when its record is removed', async () => {
		const front = receive(stripe, on.cold({ STRIPE_WEBHOOK_SECRET: secret, STRIPE_WEBHOOK_SECRET_PREVIOUS: 'an earlier one' }));
		const works = onEvent(stripe, 'invoice.paid', { payload: z.object({ id: z.string() }), on: on.cold({}) }, () => undefined);
		await post(front, stripe.scheme.sign(delivery({ rawBody: Buffer.from(textOf(2048)) }), secret));
		await on.drain('invoice-paid', works);

		await on.sweepIn(40 * 24 * 60 * 60 * 1000, watch);

		expect(asked.filter((name) => name.startsWith('table batch'))).toEqual(['table batch of 3']);
		expect(asked.filter((name) => name === 'table GET')).toHaveLength(32 + 1);
	});

	it('that is done when the sweep finds nothing costs the sweep two reads a partition and one a queue', async () => {
		const sweeping: string[] = [];
		await on.sweepIn(0, ({ service, method }) => void sweeping.push(`${service} ${method}`));

		expect(Map.groupBy(sweeping, (name) => name)).toEqual(
			new Map([
				['table GET', Array(32).fill('table GET')],
				['queue GET', ['queue GET']],
			]),
		);
	});
});
