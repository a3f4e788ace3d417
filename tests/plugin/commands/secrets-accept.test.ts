import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readSecretsFile, secretsFile } from '../../../src/clouds/local/secrets-file.ts';
import { secretsAccept } from '../../../src/plugin/commands/secrets-accept.ts';
import { secretsList } from '../../../src/plugin/commands/secrets-list.ts';
import type { Routes } from '../../../src/webhook/source.ts';
import { addTeller, secretOfTeller, signed } from '../../bringing-provider.ts';
import { until } from '../../clouds/local/until.ts';
import { routes, type TestDesk, testDesk } from './test-desk.ts';

const [brought, strange] = ['a-secret-that-was-brought', 'a-secret-of-a-stranger'];
const withTeller: Routes = {
	...routes,
	sources: { ...routes.sources, teller: { name: 'teller', provider: 'teller', maxBody: 1024 } },
	routes: [...routes.routes, { function: 'teller', source: 'teller', ack: 'stored', path: '/webhooks/teller' }],
};

let test: TestDesk;
let removeTeller: () => void;
beforeEach(() => {
	removeTeller = addTeller();
	test = testDesk();
});
afterEach(async () => {
	await test.close();
	removeTeller();
	delete process.env[secretOfTeller];
});

/** The desk, and what it has printed so far. */
function desk() {
	let said = '';
	const print = (text: string) => {
		said += `${text}\n`;
	};
	return { ...test.desk(withTeller), print, said: () => said };
}
const offer = (url: string, secret: string) => fetch(`${url}/webhooks/teller`, { method: 'POST', headers: { 'x-hook-secret': secret } });
const deliver = async (url: string, secret: string) => {
	const { headers, rawBody } = signed(secret);
	return (await fetch(`${url}/webhooks/teller`, { method: 'POST', headers, body: new Uint8Array(rawBody) })).status;
};

describe('sls webhook secrets accept', () => {
	it('given a sender that offers its secret → the first one is kept in the place of the made-up one, and what it signed is taken', async () => {
		const url = await test.serve(withTeller);
		const on = desk();
		const before = await offer(url, strange);

		const accepting = secretsAccept({ source: 'teller' }, on);
		await until(() => on.said().includes('/webhooks/teller'));
		const taken = await offer(url, brought);
		await accepting;
		const after = await offer(url, strange);

		expect([before.status, taken.status, taken.headers.get('x-hook-secret'), after.status]).toEqual([403, 200, brought, 403]);
		expect(on.said()).toMatch(
			new RegExp(
				`^teller takes the first secret that is offered, until \\d\\d:\\d\\d:\\d\\d UTC\\. Set the webhook up at Teller now:\nSOURCE +URL +FUNCTION\nteller +${url}/webhooks/teller +teller\nThe secret was taken: ${secretOfTeller} is set\\.\n$`,
			),
		);
		expect([await deliver(url, brought), await deliver(url, strange)]).toEqual([200, 401]);
		await secretsList({}, on);
		expect(on.said()).toMatch(/^TELLER_WEBHOOK_SECRET +accepted$/m);
		expect(on.said()).not.toContain(brought);
	});

	it('given --show → the secret is printed, once it was taken', async () => {
		const url = await test.serve(withTeller);
		const on = desk();

		const accepting = secretsAccept({ source: 'teller', show: true }, on);
		await until(() => on.said().includes('/webhooks/teller'));
		const before = on.said();
		await offer(url, brought);
		await accepting;

		expect([before.includes(brought), on.said().endsWith(`is set.\n${brought}\n`)]).toEqual([false, true]);
	});

	it('given that nobody offers one while it waits → it says until when the source stays open, and fails', async () => {
		await test.serve(withTeller);
		const on = desk();

		await secretsAccept({ source: 'teller', wait: '1' }, on);

		expect(on.said()).toMatch(/Nobody has offered one yet; teller stays open until (\d\d:\d\d:\d\d UTC)\.\n$/);
		expect(process.exitCode).toBe(1);
		const left = ((await test.withStore(({ openings }) => openings.get('teller'))) ?? 0) - Date.now();
		expect([left > 9.5 * 60_000, left <= 10 * 60_000 - 1000]).toEqual([true, true]);
	});

	it.each<[string, object, string]>([
		['no source', {}, '--source: say which one; it may be stripe, github, sendgrid, partner, slack, teller'],
		['one that there is not', { source: 'tellr' }, '--source: there is no source "tellr"; did you mean "teller"?'],
		['one whose sender brings none', { source: 'stripe' }, '--source: Stripe brings no secret of its own; teller does'],
		['a time that is too long', { source: 'teller', wait: '601' }, '--wait: it must be a whole number of seconds from 1 to 600, not "601"'],
	])('given %s → one line, and nothing is opened', async (_, options, message) => {
		await test.serve(withTeller);

		await expect(secretsAccept(options, desk())).rejects.toMatchObject({ name: 'Mistake', message });
		expect(await test.withStore(({ openings }) => openings.get('teller'))).toBeUndefined();
	});

	it('given a service of which no sender brings one → says so', async () => {
		await expect(secretsAccept({ source: 'stripe' }, test.desk())).rejects.toThrow(
			'--source: Stripe brings no secret of its own; no source of serverless.yml does',
		);
	});

	it.each<[string, () => unknown, string]>([
		[
			'in the environment',
			() => Object.assign(process.env, { [secretOfTeller]: brought }),
			'remove it from .env or the environment, start again',
		],
		[
			'that was taken before',
			() => {
				const secrets = { ...readSecretsFile(test.dataDir), [secretOfTeller]: { verifying: brought, signing: brought, accepted: true } };
				writeFileSync(secretsFile(test.dataDir), JSON.stringify(secrets));
			},
			'remove it from secrets.json beside the store',
		],
	])('given a secret %s → one line that says how to remove it, and nothing is opened', async (_, set, how) => {
		await test.serve(withTeller);
		set();

		await expect(secretsAccept({ source: 'teller' }, desk())).rejects.toMatchObject({
			name: 'Mistake',
			message: `${secretOfTeller} is set already: ${how}, then accept again`,
		});
		expect(await test.withStore(({ openings }) => openings.get('teller'))).toBeUndefined();
	});

	it('given no store → one line that says what to do first', async () => {
		await expect(secretsAccept({ source: 'teller' }, desk())).rejects.toMatchObject({
			name: 'Mistake',
			message: expect.stringMatching(/^there is no store in .* yet: run npm start first$/),
		});
	});

	it('given a source that could not be closed behind its secret → it is found to be taken', async () => {
		await test.serve(withTeller);
		const on = desk();

		const accepting = secretsAccept({ source: 'teller', wait: '1' }, on);
		await until(() => on.said().includes('/webhooks/teller'));
		const secrets = JSON.parse(readFileSync(secretsFile(test.dataDir), 'utf8'));
		writeFileSync(
			secretsFile(test.dataDir),
			JSON.stringify({ ...secrets, [secretOfTeller]: { ...secrets[secretOfTeller], accepted: true } }),
		);
		await accepting;

		expect(on.said()).toContain('The secret was taken');
		expect(process.exitCode).not.toBe(1);
	});
});
