import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { createSweep } from '../../../src/clouds/create-sweep.ts';
import type { Platform } from '../../../src/middleware/step.ts';
import { stripe } from '../../../src/providers/stripe.ts';
import { onEvent, receive } from '../../../src/receive.ts';
import type { Route } from '../../../src/webhook/source.ts';
import { delivery } from '../../local-platform.ts';
import { type AwsPlatform, awsPlatform, post } from './aws-platform.ts';
import { type Emulators, startEmulators } from './emulators.ts';

const [old, next] = ['whsec_the_old_secret', 'whsec_the_next_secret'];
const endpoint: Route = { function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' };
const paid: Route = { function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' };
const ledger: Route = { ...paid, function: 'ledger' };
const key = { source: 'stripe', id: 'evt_1' };
const sixHours = 6 * 60 * 60 * 1000;

let emulators: Emulators;
let on: AwsPlatform;
let runs: string[];
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());
beforeEach(async () => {
	on = await awsPlatform(emulators, [endpoint, paid, ledger]);
	on.ssm.parameters.set('/shop/prod/STRIPE_WEBHOOK_SECRET', old);
	runs = [];
});
afterEach(() => on.close());

/** The function as a version of the service has it. */
const platform = (name: string, routes: readonly Route[]): Platform => {
	const { cloud, routes: all } = on.as(name);
	return { cloud, routes: { ...all, routes } };
};
type Version = {
	readonly routes?: readonly Route[];
	readonly payload?: Parameters<typeof onEvent>[2]['payload'];
	readonly act?: () => void;
};
const version = (name: string, { routes = [endpoint, paid, ledger], payload = z.unknown(), act = () => undefined }: Version = {}) =>
	onEvent(stripe, 'invoice.paid', { payload, on: platform(name, routes) }, ({ id }) => {
		runs.push(`${name} ${id}`);
		act();
	});
const send = async (id = 'evt_1', secret = old) => {
	const rawBody = Buffer.from(JSON.stringify({ id, type: 'invoice.paid', data: { object: { amount: '1' } } }));
	const reply = await post(receive(stripe, on.as('stripe')), stripe.scheme.sign(delivery({ rawBody }), secret));
	return reply.statusCode;
};
const functionsOf = async (id = 'evt_1') => (await on.as('stripe').cloud.events.get({ ...key, id }))?.functions;
const sweepLater = (routes: readonly Route[]) => {
	const { cloud } = platform('webhook-sweep', routes);
	return createSweep({ ...cloud, now: () => Date.now() + sixHours })({ 'detail-type': 'Scheduled Event' }, {});
};

describe('while messages are in flight', () => {
	it('a secret is rotated: what was accepted is handled, both secrets are taken, and the old one no more in the end', async () => {
		const before = await send('evt_1', old);
		on.ssm.parameters.set('/shop/prod/STRIPE_WEBHOOK_SECRET', next).set('/shop/prod/STRIPE_WEBHOOK_SECRET_PREVIOUS', old);
		const meanwhile = [await send('evt_2', old), await send('evt_3', next)];
		on.ssm.parameters.delete('/shop/prod/STRIPE_WEBHOOK_SECRET_PREVIOUS');
		const after = [await send('evt_4', old), await send('evt_5', next)];
		const drained = await on.drain('ledger', version('ledger'));

		expect([before, ...meanwhile, ...after]).toEqual([200, 200, 200, 401, 200]);
		expect(drained).toEqual({ came: 4, failed: 0 });
		expect(runs.sort()).toEqual(['ledger evt_1', 'ledger evt_2', 'ledger evt_3', 'ledger evt_5']);
	});

	it('a function is removed: its runs end dead and say so, the others go on, and what was done stays done', async () => {
		await send('evt_1');
		await on.drain('ledger', version('ledger'));
		await send('evt_2');
		const without = [endpoint, paid];
		await on.remove('ledger');

		await sweepLater(without);
		await on.drain('invoice-paid', version('invoice-paid', { routes: without }));

		const dead = { status: 'dead', reason: 'serverless.yml has no function ledger', sent: true };
		expect((await functionsOf('evt_1'))?.ledger).toMatchObject({ status: 'done', attempts: 1 });
		expect((await functionsOf('evt_2'))?.ledger).toMatchObject(dead);
		for (const id of ['evt_1', 'evt_2']) expect((await functionsOf(id))?.['invoice-paid']).toMatchObject({ status: 'done', attempts: 1 });
		expect(await on.as('desk').cloud.events.due(Date.now() + 2 * sixHours, 10)).toEqual([]);
	});

	it('a function is renamed: under its old name it is dead, and under its new one it gets only what comes from now on', async () => {
		await send('evt_1');
		const renamed = [endpoint, paid, { ...ledger, function: 'books' }];
		await on.remove('ledger');

		await sweepLater(renamed);

		expect(Object.keys((await functionsOf()) ?? {})).toEqual(['invoice-paid', 'ledger']);
		expect((await functionsOf())?.ledger).toMatchObject({ status: 'dead', reason: 'serverless.yml has no function ledger' });
	});

	it('a schema gets stricter: what does not fit it ends dead at once, with its reason and its letter', async () => {
		await send();

		const drained = await on.drain('ledger', version('ledger', { payload: z.object({ amount: z.number() }) }));

		expect([drained, runs]).toEqual([{ came: 1, failed: 0 }, []]);
		const reason = 'payload does not fit: amount: expected number';
		expect((await functionsOf())?.ledger).toMatchObject({ status: 'dead', attempts: 1, reason });
		expect((await on.take('ledger-dead')).map(({ attributes }) => attributes.reason)).toEqual(['payload does not fit']);
	});

	it('a new version is deployed: it does what the old one failed, and nothing that the old one did', async () => {
		const failing = version('ledger', {
			act: () => {
				throw new Error('a bug');
			},
		});
		await send();
		await on.drain('ledger', failing);
		await on.drain('invoice-paid', version('invoice-paid'));
		runs = [];

		const mended = [await on.drain('ledger', version('ledger')), await on.drain('invoice-paid', version('invoice-paid'))];
		const again = await send();

		expect(mended).toEqual([
			{ came: 1, failed: 0 },
			{ came: 0, failed: 0 },
		]);
		expect([again, runs]).toEqual([200, ['ledger evt_1']]);
		expect(await functionsOf()).toMatchObject({ ledger: { status: 'done', attempts: 2 }, 'invoice-paid': { status: 'done', attempts: 1 } });
	});

	it('a source is removed: what waits of it ends dead, and says so', async () => {
		await send();
		const { cloud, routes } = on.as('ledger');
		const handler = onEvent(
			stripe,
			'invoice.paid',
			{ payload: z.unknown(), on: { cloud, routes: { ...routes, sources: {} } } },
			() => undefined,
		);

		await on.drain('ledger', handler);

		expect((await functionsOf())?.ledger).toMatchObject({ status: 'dead', reason: 'serverless.yml has no source stripe' });
	});
});
