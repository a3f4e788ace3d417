import { statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readSecretsFile, secretsFile } from '../../../src/clouds/local/secrets-file.ts';
import type { Desk } from '../../../src/plugin/commands/desk.ts';
import { secretsList } from '../../../src/plugin/commands/secrets-list.ts';
import { secretsRotate } from '../../../src/plugin/commands/secrets-rotate.ts';
import { send } from '../../../src/plugin/commands/send.ts';
import { show } from '../../../src/plugin/commands/show.ts';
import { makeUpSecrets } from '../../../src/plugin/local/made-up-secrets.ts';
import { providers } from '../../../src/providers/providers.ts';
import { stripe } from '../../../src/providers/stripe.ts';
import type { SecretPair } from '../../../src/webhook/scheme.ts';
import { delivery } from '../../local-platform.ts';
import { sampleRecord } from '../../ports/sample-record.ts';
import { sources, type TestDesk, testDesk } from './test-desk.ts';

const name = 'STRIPE_WEBHOOK_SECRET';
const [previousName, retiredName] = [`${name}_PREVIOUS`, `${name}_RETIRED`];
const hour = 60 * 60_000;

let test: TestDesk;
let said: string;
let values: Set<string>;
beforeEach(() => {
	test = testDesk();
	said = '';
	values = new Set();
});
afterEach(async () => {
	await test.close();
	for (const each of [name, previousName, retiredName]) delete process.env[each];
	// Nothing that was ever in the file shows anywhere.
	for (const value of values) expect(said).not.toContain(value);
});

const kept = () => {
	const file = readSecretsFile(test.dataDir) as Record<string, SecretPair & { changedAt?: number }>;
	for (const { verifying, signing } of Object.values(file)) values.add(verifying).add(signing);
	return file;
};
const rotate = async (options: Parameters<typeof secretsRotate>[0] = {}, desk: Desk = test.desk()) => {
	process.exitCode = 0;
	try {
		await secretsRotate({ source: 'stripe', ...options }, desk);
	} finally {
		last = test.printed();
		said += `${last}\n`;
	}
	return Number(process.exitCode);
};
let last = '';
/** As the local run does when it starts. */
const makeUp = () => void makeUpSecrets(sources, providers, test.dataDir);
/** The rotation began so long ago. */
const began = (ago: number) => {
	const file = kept();
	const previous = file[previousName];
	if (previous === undefined) throw new Error('none is rotating');
	writeFileSync(secretsFile(test.dataDir), JSON.stringify({ ...file, [previousName]: { ...previous, changedAt: Date.now() - ago } }));
};
const came = (id: string, ago: number, secret?: 'previous') =>
	test.keep(sampleRecord({ id, receivedAt: Date.now() - ago, expiresAt: Date.now() + hour, ...(secret && { secret }) }));

describe('sls webhook secrets rotate on the local run', () => {
	it('given a secret that was made up → another is made up, the run takes both without a restart, and send signs with the new one', async () => {
		const url = await test.serve();
		const old = kept()[name]?.signing ?? '';
		const post = async (secret: string, id: string) => {
			const sent = stripe.scheme.sign(delivery({ rawBody: Buffer.from(`{"id":"${id}","type":"x"}`) }), secret);
			return (await fetch(`${url}/webhooks/stripe`, { method: 'POST', headers: sent.headers, body: sent.rawBody.toString() })).status;
		};

		const code = await rotate();
		const both = [await post(old, 'evt_old'), await post(kept()[name]?.signing ?? '', 'evt_new'), await post('whsec_no', 'evt_no')];
		await send({ source: 'stripe', type: 'invoice.paid', id: 'evt_sent' }, test.desk());
		const sent = test.printed();
		await show({ id: 'evt_old', json: true }, test.desk());
		const shown = [JSON.parse(test.printed()).verifiedWith];
		await show({ id: 'evt_new', json: true }, test.desk());
		shown.push(JSON.parse(test.printed()).verifiedWith);

		expect([code, both, shown]).toEqual([0, [200, 200, 401], ['previous', undefined]]);
		expect(sent).toContain('200 OK');
		expect(kept()[previousName]).toMatchObject({ signing: old, changedAt: expect.any(Number) });
		expect(kept()[name]?.signing).not.toBe(old);
		expect(said).toContain(`${name} is made up anew, and what it was until now is valid too, as ${previousName}.`);
		expect(said).toContain(`\nThe new value is in ${secretsFile(test.dataDir)}, under ${name}.\nNow set it at Stripe. `);
		expect([old, kept()[name]?.signing ?? ''].filter((value) => said.includes(value))).toEqual([]);
		expect(said).toContain('Then see which of the two verifies: npx sls webhook secrets rotate --source stripe\n');
	});

	it('given a pair of keys → both halves are new, and both of the old one are kept', async () => {
		makeUp();
		const before = kept().SENDGRID_WEBHOOK_SECRET;

		await rotate({ source: 'sendgrid' });

		const { SENDGRID_WEBHOOK_SECRET: after, SENDGRID_WEBHOOK_SECRET_PREVIOUS: previous } = kept();
		expect(previous).toEqual({ ...before, changedAt: expect.any(Number) });
		expect([after?.verifying === before?.verifying, after?.signing === before?.signing]).toEqual([false, false]);
	});

	it('given that the old one still verifies → exit code 1, which verified what, and from when on it may be retired', async () => {
		makeUp();
		await rotate();
		began(3 * hour);
		await came('evt_1', 2 * hour);
		await came('evt_2', hour / 2, 'previous');

		const code = await rotate();

		expect(code).toBe(1);
		expect(last).toMatch(/^SECRET +VERIFIED +LAST\nSTRIPE_WEBHOOK_SECRET +1 +20\S+Z\nSTRIPE_WEBHOOK_SECRET_PREVIOUS +1 +20\S+Z\n/);
		const [, from = ''] = /may be retired from (\S+) on/.exec(last) ?? [];
		expect(Math.abs(Date.parse(from) - (Date.now() + hour / 2))).toBeLessThan(60_000);
		expect(Object.keys(kept())).toContain(previousName);
	});

	it('given that nothing signed with the new one came → it stays, however long the old one is idle, and what to do is said', async () => {
		makeUp();
		await rotate();
		began(100 * hour);

		const code = await rotate();

		expect([code, Object.keys(kept()).includes(previousName)]).toEqual([1, true]);
		expect(last).toContain(
			`Nothing signed with the new one came yet: set it at Stripe. How its secret is changed there: ${stripe.rotation}.`,
		);
	});

	it('given that the old one is idle → it is retired, listed, and verifies no more', async () => {
		const url = await test.serve();
		const old = kept()[name]?.signing ?? '';
		await rotate();
		began(2 * hour);
		await came('evt_1', hour / 2);

		const code = await rotate();

		expect([code, kept()[previousName], kept()[retiredName]?.signing]).toEqual([0, undefined, old]);
		const sent = stripe.scheme.sign(delivery({ rawBody: Buffer.from('{"id":"evt_9","type":"x"}') }), old);
		const { status } = await fetch(`${url}/webhooks/stripe`, { method: 'POST', headers: sent.headers, body: sent.rawBody.toString() });
		expect(status).toBe(401);
		await secretsList({}, test.desk());
		expect(test.printed()).toMatch(/^STRIPE_WEBHOOK_SECRET_RETIRED +made up/m);
		makeUp();
		expect(kept()[retiredName]?.signing).toBe(old);
	});

	it.each([
		['a moment before the hour is over', hour - 60_000, 1],
		['as the hour is over', hour, 0],
	])('given that the last with the old one came %s', async (_given, ago, expected) => {
		makeUp();
		await rotate();
		began(5 * hour);
		await came('evt_1', ago, 'previous');
		await came('evt_2', ago - 1000);

		expect(await rotate()).toBe(expected);
	});

	it('given --idle → it takes the place of the default', async () => {
		makeUp();
		await rotate();
		began(5 * hour);
		await came('evt_1', 2 * hour, 'previous');
		await came('evt_2', hour);

		expect([await rotate({ idle: '3h' }), await rotate({ idle: '90m' })]).toEqual([1, 0]);
	});

	it('given --json → one object a line, for each step', async () => {
		makeUp();
		await rotate({ json: true });
		const begun = JSON.parse(last);
		began(2 * hour);
		await came('evt_1', hour / 2, 'previous');
		await rotate({ json: true });
		const waiting = JSON.parse(last);
		await came('evt_2', 1000);
		await rotate({ json: true, idle: '10m' });
		const retired = JSON.parse(last);

		const time = expect.stringMatching(/^20\S+Z$/);
		expect(begun).toEqual({ source: 'stripe', name, step: 'begun' });
		expect(waiting).toEqual({
			...{ source: 'stripe', name, step: 'waiting', since: time, countedSince: time, idleAt: time, known: false },
			current: { events: 0, last: null },
			previous: { events: 1, last: time },
		});
		expect(retired).toMatchObject({ step: 'retired', known: true, current: { events: 1, last: time } });
	});

	it('given two at once → one makes one up, and what was valid before is not lost', async () => {
		makeUp();
		const old = kept()[name]?.signing;
		const desk = test.desk();
		const late = { ...desk, secrets: { ...desk.secrets, states: async () => ({ [name]: { state: 'made up' as const } }) } };
		await rotate();

		await expect(rotate({}, late)).rejects.toMatchObject({ name: 'Mistake', message: expect.stringContaining('has just been changed') });

		expect(kept()[previousName]?.signing).toBe(old);
	});
});

describe('given that a sender brings one in the same moment', () => {
	it('→ it stays as it is', async () => {
		const brought = { verifying: 'brought', signing: 'brought', accepted: true };
		writeFileSync(secretsFile(test.dataDir), JSON.stringify({ [name]: brought }));
		const desk = test.desk();
		const late = { ...desk, secrets: { ...desk.secrets, states: async () => ({ [name]: { state: 'made up' as const } }) } };

		await expect(rotate({}, late)).rejects.toMatchObject({ name: 'Mistake', message: expect.stringContaining('has just been changed') });

		expect(kept()).toEqual({ [name]: brought });
	});
});

describe('sls webhook secrets rotate of what is in the environment', () => {
	it('given the secret → one line that says what to write into .env, without a value', async () => {
		process.env[name] = 'whsec_mine';
		values.add('whsec_mine');

		await expect(rotate()).rejects.toMatchObject({
			name: 'Mistake',
			message: `${name} is in .env or the environment: write its value there as ${previousName}, the new one as ${name}, start again, then repeat the command`,
		});
	});

	it('given both → which verified what since the run began, and once it is idle the line to remove', async () => {
		await test.serve();
		await rotate();
		const { [previousName]: ofFile } = kept();
		Object.assign(process.env, { [name]: 'whsec_mine', [previousName]: 'whsec_my_old' });
		values.add('whsec_mine').add('whsec_my_old');
		await came('evt_0', 9 * hour, 'previous');
		await came('evt_1', hour / 2);

		const early = [await rotate(), last];
		const run = join(test.dataDir, 'run.json');
		utimesSync(run, new Date(), new Date(statSync(run).mtimeMs - 2 * hour));
		const idle = [await rotate(), last];
		await rotate({ json: true });
		const { step } = JSON.parse(last);

		expect([early[0], idle[0], step]).toEqual([1, 0, 'to be removed']);
		expect(early[1]).toContain(`${previousName} stays valid`);
		expect(idle[1]).toMatch(/^STRIPE_WEBHOOK_SECRET_PREVIOUS +0 +none\n/m);
		expect(idle[1]).toContain(
			`Nothing signed with the old one comes any more: remove ${previousName} from .env or the environment, and start again.`,
		);
		// What was made up before is another one.
		expect([kept()[retiredName], kept()[previousName]]).toEqual([undefined, ofFile]);
	});

	it('given both and no run that is up → it is not idle', async () => {
		Object.assign(process.env, { [name]: 'whsec_mine', [previousName]: 'whsec_my_old' });
		await came('evt_1', hour / 2);

		expect(await rotate({ idle: '0s' })).toBe(1);
	});
});

describe('what is wrong is one line, and nothing changes', () => {
	const piped = (): Desk => ({ ...test.desk(), piped: async () => true });

	it('given a value that is piped in where one is made up, or while a rotation is under way', async () => {
		makeUp();
		const before = kept();
		await expect(rotate({}, piped())).rejects.toMatchObject({
			name: 'Mistake',
			message: `${name}: the local run makes its secrets up, so pipe nothing in; your own go into .env`,
		});
		expect(kept()).toEqual(before);

		await rotate();
		began(2 * hour);
		await came('evt_1', 1000);
		const during = kept();
		await expect(rotate({ idle: '0s' }, piped())).rejects.toMatchObject({
			name: 'Mistake',
			message: `${name}: a rotation is under way, so pipe nothing in; nothing was changed. Without it, this command goes on with it`,
		});
		expect(kept()).toEqual(during);
	});

	it.each([
		[{ source: 'strip' }, '--source: there is no source "strip"; did you mean "stripe"?'],
		[{ idle: 'soon' }, '--idle: "soon" is no duration; give 30m, 24h or 3d'],
		[{}, `${name} is not set: put it into .env, or run npm start once and one is made up`],
	])('given %o', async (options, message) => {
		await expect(rotate(options)).rejects.toMatchObject({ name: 'Mistake', message });
	});

	it('given a secret that its sender brought', async () => {
		const brought = { verifying: 'brought', signing: 'brought', accepted: true };
		writeFileSync(secretsFile(test.dataDir), JSON.stringify({ [name]: brought }));

		await expect(rotate()).rejects.toMatchObject({
			name: 'Mistake',
			message: `${name} was brought by Stripe: remove it from secrets.json beside the store, then secrets accept takes another`,
		});
		expect(kept()).toEqual({ [name]: brought });
	});
});
