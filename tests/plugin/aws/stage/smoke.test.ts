import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCloud } from '../../../../src/clouds/aws/create-cloud.ts';
import { doctor } from '../../../../src/plugin/commands/doctor.ts';
import { send } from '../../../../src/plugin/commands/send.ts';
import { smoke } from '../../../../src/plugin/commands/smoke.ts';
import { type Gateway, startGateway } from '../../../../src/plugin/local/gateway.ts';
import { stripe } from '../../../../src/providers/stripe.ts';
import { receive } from '../../../../src/receive.ts';
import { isCanary } from '../../../../src/webhook/canary.ts';
import { type Emulators, startEmulators } from '../../../clouds/aws/emulators.ts';
import { type FakeAccount, fakeAccount, stageRoutes } from './fake-account.ts';

let emulators: Emulators;
let account: FakeAccount;
let gateway: Gateway;
let printed: string[];
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());
beforeEach(async () => {
	account = await fakeAccount(emulators);
	account.parameters.set('/shop/prod/STRIPE_WEBHOOK_SECRET', 'whsec_canary');
	gateway = await startGateway({
		host: '127.0.0.1',
		port: 0,
		routes: [{ path: '/webhooks/stripe', functionName: 'stripe', maxBody: 1024 * 1024 }],
		invoke: (_, event) => receive(stripe, { cloud: cloud('stripe'), routes: stageRoutes })(event, {}),
		log: { error: () => {} },
	});
	account.outputs = { ...account.outputs, WebhookUrl: `http://127.0.0.1:${gateway.port}` };
	printed = [];
});
afterEach(async () => {
	await gateway.close();
	await account.close();
	process.exitCode = 0;
});

const print = (text: string) => void printed.push(text);
const cloud = (name: string) => createCloud({ env: { ...account.env, WEBHOOK_FUNCTION: name }, routes: stageRoutes, write: () => {} });

/** Does what the functions of the first event do. */
async function handle(): Promise<void> {
	const { events } = cloud('invoice-paid');
	for (let left = 200; left > 0; left--) {
		const [record] = await events.list({ status: 'pending' });
		for (const name of Object.keys(record?.functions ?? {})) {
			if (record === undefined) continue;
			const claim = await events.claim(record, name, { now: Date.now(), until: Date.now() + 10_000 });
			if (claim.outcome === 'claimed') await events.settle(record, name, claim.fence, { status: 'done', at: Date.now() });
		}
		if (record) return;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

describe('a signed delivery to a stage', () => {
	it('given smoke → the canary goes through the stage’s store, and is done when its functions are', async () => {
		const handled = handle();

		await smoke({ source: 'stripe', json: true }, await account.desk(print));
		await handled;

		expect(JSON.parse(printed.join(''))).toMatchObject({ result: 'ok', detail: 'done by invoice-paid, ledger' });
		const [record] = await cloud('stripe').events.list({});
		expect(isCanary({ id: record?.id ?? '' })).toBe(true);
	});

	it('given send → the event is found, and the command that shows it names the stage', async () => {
		await send({ source: 'stripe', id: 'mine' }, await account.desk(print));

		expect(printed[0]).toMatch(/^POST http:\/\/127\.0\.0\.1:\d+\/webhooks\/stripe\n200 OK$/);
		expect(printed.at(-1)).toBe('Event evt_mine: npx sls webhook show --source stripe --id evt_mine --stage prod');
		expect(printed.join('')).not.toContain('canary');
	});

	it('given doctor → the stage’s URL, clock, secrets and store, and what is missing fails', async () => {
		const only = (name: string) => Object.fromEntries(Object.entries(stageRoutes.sources).filter(([source]) => source === name));
		const routes = { ...stageRoutes, sources: only('stripe'), routes: stageRoutes.routes.filter(({ source }) => source === 'stripe') };
		const desk = { ...(await account.desk(print)), routes };

		await doctor({ json: true }, desk);
		const codes = [process.exitCode ?? 0];
		account.parameters.clear();
		await doctor({ json: true }, desk);
		codes.push(process.exitCode ?? 0);

		const findings = printed.map((line) => JSON.parse(line)).map(({ result, what, detail }) => [result, what, detail]);
		const healthy = findings.slice(0, 8);
		expect(healthy).toEqual([
			['ok', 'node', expect.any(String)],
			['ok', 'store', 'it opens, and has no event'],
			['ok', 'dead letters', 'none'],
			['ok', 'sweep', 'nothing waits for longer than it should'],
			['ok', 'secrets', 'set and well-formed: 1'],
			['ok', 'urls', 'they refuse what is not signed: 1'],
			['ok', 'clock', 'this machine’s goes as the stage’s does'],
			['ok', 'routes', 'sources: 1, functions of theirs: 2'],
		]);
		expect(findings.slice(8)).toContainEqual(['failed', 'STRIPE_WEBHOOK_SECRET', 'it is not set, so its source is answered 503']);
		expect(codes).toEqual([0, 1]);
		expect(printed.join('')).not.toContain('canary');
	});

	it('given a secret that is not set → failed, with the command that sets it', async () => {
		account.parameters.clear();

		await smoke({ source: 'stripe', json: true }, await account.desk(print));

		expect(JSON.parse(printed.join(''))).toMatchObject({
			result: 'failed',
			detail: 'STRIPE_WEBHOOK_SECRET is not set on prod: npx sls webhook secrets set --name STRIPE_WEBHOOK_SECRET --stage prod',
		});
		expect(process.exitCode).toBe(1);
	});
});
