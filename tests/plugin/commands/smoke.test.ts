import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { smoke } from '../../../src/plugin/commands/smoke.ts';
import { isCanary } from '../../../src/webhook/canary.ts';
import type { Settlement } from '../../../src/webhook/ports.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let test: TestDesk;
let ended: Promise<void> | undefined;
beforeEach(() => {
	test = testDesk();
});
afterEach(async () => {
	await ended;
	ended = undefined;
	await test.close();
	for (const name of ['SENDGRID_WEBHOOK_SECRET', 'STRIPE_WEBHOOK_SECRET']) delete process.env[name];
});

/** Does what the functions of the first event do, once it is there. */
async function handle(settlement: Settlement): Promise<void> {
	await test.withStore(async ({ events }) => {
		for (let left = 200; left > 0; left--) {
			const [record] = await events.list({ status: 'pending' });
			if (record === undefined) {
				await new Promise((resolve) => setTimeout(resolve, 20));
				continue;
			}
			for (const name of Object.keys(record.functions)) {
				const claim = await events.claim(record, name, { now: Date.now(), until: Date.now() + 10_000 });
				if (claim.outcome === 'claimed') await events.settle(record, name, claim.fence, settlement);
			}
			return;
		}
	});
}

const findings = () =>
	test
		.printed()
		.split('\n')
		.map((line) => JSON.parse(line));

describe('sls webhook smoke', () => {
	it('given a source whose functions handle the canary → ok, and the event says what it was', async () => {
		const url = await test.serve();
		ended = handle({ status: 'done', at: Date.now() });

		await smoke({ source: 'stripe' }, test.desk());

		const [head, ...rows] = test.printed().split('\n');
		expect(head).toMatch(/^RESULT {2}SOURCE {2}URL +TYPE {10}WHAT HAPPENED$/);
		expect(rows).toEqual([`ok      stripe  ${url}/webhooks/stripe  invoice.paid  done by invoice-paid, ledger`]);
		const [record] = await test.withStore(({ events }) => events.list({}));
		expect(isCanary({ id: record?.id ?? '' })).toBe(true);
		expect(process.exitCode ?? 0).toBe(0);
	});

	it('given a function that gives up → failed, with how to see why, and exit code 1', async () => {
		await test.serve();
		ended = handle({ status: 'dead', at: Date.now(), reason: 'failed 3 times' });

		await smoke({ source: 'github', json: true }, test.desk());

		const [finding] = findings();
		expect(finding).toMatchObject({ result: 'failed', source: 'github', type: 'push' });
		expect(finding.detail).toMatch(/^push gave up \(failed 3 times\): npx sls webhook show --source github --id smoke-[\w-]+$/);
		expect(process.exitCode).toBe(1);
	});

	it('given a function that does not end in time → failed', async () => {
		await test.serve();

		await smoke({ source: 'github', wait: '1', json: true }, test.desk());

		expect(findings()[0].detail).toMatch(/^push not done in time: /);
		expect(process.exitCode).toBe(1);
	});

	it('given a source that nothing takes events of → ok, as it was kept', async () => {
		await test.serve();

		await smoke({ source: 'partner', json: true }, test.desk());

		expect(findings()).toMatchObject([{ result: 'ok', detail: 'kept; no function takes it' }]);
	});

	it('given a provider’s public key, which can’t sign → the endpoint is asked to refuse', async () => {
		await test.serve();
		process.env.SENDGRID_WEBHOOK_SECRET = JSON.parse(test.file('secrets.json')).SENDGRID_WEBHOOK_SECRET.verifying;

		await smoke({ source: 'sendgrid', json: true }, test.desk());

		expect(findings()).toMatchObject([{ result: 'ok', detail: 'refuses what is not signed; only Twilio SendGrid can sign' }]);
	});

	it('given another secret than the endpoint has → failed with the answer’s code, and the others go on', async () => {
		const url = await test.serve();
		const desk = test.desk();
		const wrong = async () => ({ verifying: 'whsec_wrong', signing: 'whsec_wrong' });

		await smoke({ json: true, wait: '1' }, { ...desk, secrets: { ...desk.secrets, pair: wrong } });

		const all = findings();
		expect(all).toHaveLength(5);
		expect(all[0]).toEqual({
			result: 'failed',
			source: 'stripe',
			url: `${url}/webhooks/stripe`,
			type: 'invoice.paid',
			detail: 'answered 401 signature-invalid',
		});
	});

	it.each([
		[{ source: 'strip' }, '--source: there is no source "strip"; did you mean "stripe"?'],
		[{ wait: 'long' }, '--wait: it must be a whole number of seconds from 1 to 900, not "long"'],
	])('given %o → one line', async (options, message) => {
		await test.serve();

		await expect(smoke(options, test.desk())).rejects.toMatchObject({ name: 'Mistake', message });
	});

	it('given no local run → one line', async () => {
		await expect(smoke({}, test.desk())).rejects.toMatchObject({
			name: 'Mistake',
			message: 'nothing runs here yet: npm start in another terminal, then smoke again',
		});
	});
});
