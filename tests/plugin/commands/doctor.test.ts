import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { examineClock } from '../../../src/plugin/commands/doctor/examine-clock.ts';
import { examineNode } from '../../../src/plugin/commands/doctor/examine-node.ts';
import type { Finding } from '../../../src/plugin/commands/doctor/finding.ts';
import { doctor } from '../../../src/plugin/commands/doctor.ts';
import { announceRun } from '../../../src/plugin/local/announce-run.ts';
import { freePort } from '../../../src/plugin/local/free-port.ts';
import { makeUpSecrets } from '../../../src/plugin/local/made-up-secrets.ts';
import { Mistake } from '../../../src/plugin/mistake.ts';
import { providers } from '../../../src/providers/providers.ts';
import { noon, sampleRecord, sampleRun } from '../../ports/sample-record.ts';
import { routes, sources, type TestDesk, testDesk } from './test-desk.ts';

let test: TestDesk;
const names = [
	'STRIPE_WEBHOOK_SECRET',
	'GITHUB_WEBHOOK_SECRET',
	'GITHUB_WEBHOOK_SECRET_PREVIOUS',
	'SLACK_WEBHOOK_SECRET',
	'WEBHOOK_PUBLIC_URL',
];
beforeEach(() => {
	test = testDesk();
});
afterEach(async () => {
	for (const name of names) delete process.env[name];
	await test.close();
});

const findings = async (desk = test.desk()): Promise<readonly Finding[]> => {
	await doctor({ json: true }, desk);
	return test
		.printed()
		.split('\n')
		.map((line) => JSON.parse(line));
};
const about = async (what: string, desk = test.desk()) => (await findings(desk)).filter((finding) => finding.what === what);
/** Every source has a function. */
const whole = {
	...routes,
	sources: { stripe: sources[0] as (typeof sources)[0] },
	routes: routes.routes.filter(({ source }) => source === 'stripe'),
};

describe('sls webhook doctor', () => {
	it('given all in order → only ok, in a table, and exit code 0', async () => {
		await test.serve(whole);
		await test.withStore(async () => {});

		await doctor({}, test.desk(whole));

		const [head, ...rows] = test.printed().split('\n');
		expect(head).toMatch(/^RESULT {2}WHAT +DETAIL +WHAT TO DO$/);
		expect(rows.map((row) => row.split(/ {2,}/).slice(0, 3))).toEqual([
			['ok', 'node', `Node ${process.versions.node}`],
			['ok', 'store', 'it opens, and has no event'],
			['ok', 'dead letters', 'none'],
			['ok', 'sweep', 'nothing waits for longer than it should'],
			['ok', 'secrets', 'set and well-formed: 1'],
			['ok', 'urls', 'they refuse what is not signed: 1'],
			['ok', 'routes', 'sources: 1, functions of theirs: 2'],
		]);
		expect(process.exitCode ?? 0).toBe(0);
	});

	it('given nothing yet, neither run nor store nor secrets → warnings that say what to do, and exit code 0', async () => {
		const all = await findings(test.desk(whole));

		expect(all.filter(({ result }) => result !== 'ok')).toEqual([
			{ result: 'warn', what: 'store', detail: `there is no store in ${test.dataDir} yet: run npm start first` },
			{
				result: 'warn',
				what: 'STRIPE_WEBHOOK_SECRET',
				detail: 'it is not set',
				remedy: 'npm start makes one up; your own goes into .env',
			},
			{ result: 'warn', what: 'urls', detail: 'nothing runs here', remedy: 'npm start in another terminal' },
		]);
		expect(process.exitCode ?? 0).toBe(0);
	});
});

describe('of secrets it says', () => {
	beforeEach(() => void makeUpSecrets(sources, providers, test.dataDir));

	it.each([
		['a value in quotes', { GITHUB_WEBHOOK_SECRET: '"canary-value"' }, 'GITHUB_WEBHOOK_SECRET', 'warn', 'the value has quotes around it'],
		[
			'a value with a line break behind it',
			{ GITHUB_WEBHOOK_SECRET: 'canary-value\n' },
			'GITHUB_WEBHOOK_SECRET',
			'failed',
			'the value begins or ends with a space or a line break',
		],
		[
			'one value for two sources',
			{ STRIPE_WEBHOOK_SECRET: 'whsec_canary', GITHUB_WEBHOOK_SECRET: 'whsec_canary' },
			'STRIPE_WEBHOOK_SECRET',
			'warn',
			'GITHUB_WEBHOOK_SECRET has the same value',
		],
		[
			'a previous one that is the current one',
			{ GITHUB_WEBHOOK_SECRET: 'canary-value', GITHUB_WEBHOOK_SECRET_PREVIOUS: 'canary-value' },
			'GITHUB_WEBHOOK_SECRET_PREVIOUS',
			'warn',
			'it is the same as GITHUB_WEBHOOK_SECRET, and does nothing',
		],
		[
			'a previous one that could not work',
			{ GITHUB_WEBHOOK_SECRET: 'canary-value', GITHUB_WEBHOOK_SECRET_PREVIOUS: 'old canary\u0007' },
			'GITHUB_WEBHOOK_SECRET_PREVIOUS',
			'failed',
			'the value holds a line break or another control character',
		],
	])('%s', async (_given, env, what, result, detail) => {
		Object.assign(process.env, env);

		const all = await findings();

		expect(all.filter((finding) => finding.what === what)).toMatchObject([{ result, detail }]);
		expect(JSON.stringify(all)).not.toContain('canary');
		expect(process.exitCode ?? 0).toBe(result === 'failed' ? 1 : 0);
	});

	it('on a stage: a rotation that takes long, one that is missing, and one that may not be read', async () => {
		const own = test.desk();
		const day = 24 * 60 * 60 * 1000;
		const set = (days: number) => ({ state: 'set' as const, changedAt: Date.now() - days * day });
		const secrets = {
			...own.secrets,
			states: async () => ({ GITHUB_WEBHOOK_SECRET: set(9), GITHUB_WEBHOOK_SECRET_PREVIOUS: set(9), STRIPE_WEBHOOK_SECRET: set(1) }),
			pair: async (name: string) => {
				if (name.startsWith('STRIPE')) throw new Mistake('AWS does not let these credentials do ssm:GetParameter');
				return { verifying: `canary of ${name}`, signing: '' };
			},
		};

		const all = await findings({ ...own, stage: 'prod', flags: ' --stage prod', secrets });

		const of = (what: string) => all.filter((finding) => finding.what === what);
		expect(of('GITHUB_WEBHOOK_SECRET_PREVIOUS')).toEqual([
			{
				result: 'warn',
				what: 'GITHUB_WEBHOOK_SECRET_PREVIOUS',
				detail: 'it is still valid, 9 days after its successor was set',
				remedy: 'remove it, once the sender signs with the new one alone',
			},
		]);
		expect(of('STRIPE_WEBHOOK_SECRET')).toMatchObject([{ result: 'warn', detail: expect.stringMatching(/ssm:GetParameter$/) }]);
		expect(of('SENDGRID_WEBHOOK_SECRET')).toMatchObject([
			{ result: 'failed', remedy: 'npx sls webhook secrets set --name SENDGRID_WEBHOOK_SECRET --stage prod' },
		]);
		expect(process.exitCode).toBe(1);
	});
});

describe('of the store it says', () => {
	const dead = sampleRun({ status: 'dead', attempts: 3, sent: true, reason: 'failed 3 times' });

	it('how many dead letters there are, since when, and of which functions', async () => {
		await test.keep(
			sampleRecord({ id: 'a', functions: { 'invoice-paid': dead, ledger: dead } }),
			sampleRecord({ id: 'b', receivedAt: noon - 1000, functions: { 'invoice-paid': dead, ledger: sampleRun() } }),
			sampleRecord({ id: 'c', receivedAt: noon - 500, type: 'unreadable', reason: 'body-malformed', functions: {} }),
			sampleRecord({ id: 'd', functions: { ledger: sampleRun({ status: 'done' }) } }),
		);

		expect(await about('dead letters')).toMatchObject([
			{ result: 'warn', detail: '3, since 2026-01-15T11:59:59.000Z: invoice-paid 2, ledger 1, could not be read 1' },
		]);
	});

	it('what waits for too long: for a run that is up a failure, else a warning', async () => {
		await test.keep(sampleRecord({ functions: { ledger: sampleRun({ dueAt: Date.now() - 120_000 }) } }));

		const [before] = await about('sweep');
		await test.serve();
		const [after] = await about('sweep');

		expect(before).toMatchObject({ result: 'warn', remedy: 'npm start runs what waits' });
		expect(after).toMatchObject({ result: 'failed', detail: expect.stringMatching(/^1 waiting, since .*, so the sweep does not run$/) });
	});

	it('that the clock was set back', async () => {
		await test.keep(sampleRecord({ receivedAt: Date.now() + 60_000 }));

		expect(await about('clock')).toMatchObject([
			{ result: 'warn', detail: expect.stringMatching(/^it is (59|60) s behind the newest event/) },
		]);
	});

	it('that it is in the memory of another process, which is no fault', async () => {
		await test.withStore(async () => {});
		const forget = announceRun(test.dataDir, { url: 'http://localhost:1', memory: 'npm run start:azure' });

		const found = await about('store');
		forget();

		expect(found).toMatchObject([{ result: 'warn', detail: expect.stringMatching(/^npm run start:azure keeps its store in memory/) }]);
	});

	it('that it can not be opened, and goes on with the rest', async () => {
		await test.withStore(async () => {});
		writeFileSync(join(test.dataDir, 'hookport.db'), 'no database, and long enough to be looked at as one'.repeat(100));

		const all = await findings();

		expect(all.filter(({ what }) => what === 'store')).toMatchObject([{ result: 'failed' }]);
		expect(all.some(({ what }) => what === 'node')).toBe(true);
		expect(process.exitCode).toBe(1);
	});
});

describe('of routes and URLs it says', () => {
	it('sources without function or URL, and functions without a sample', async () => {
		const extra = { function: 'odd', source: 'stripe', type: 'invoice.odd', ack: 'stored' as const };
		const own = { routes: [...routes.routes.filter(({ source }) => source !== 'slack'), extra] };

		const all = await findings(test.desk(own));

		const said = all.filter(({ what }) => /^(source|function) /.test(what)).map(({ result, what, detail }) => [result, what, detail]);
		expect(said).toEqual([
			['warn', 'source sendgrid', 'no function takes its events; they are kept as unhandled'],
			['warn', 'source partner', 'no function takes its events; they are kept as unhandled'],
			['warn', 'source slack', 'it has no URL, so nothing can come'],
			['warn', 'function odd', 'there is no sample of invoice.odd, so send and smoke can not try it'],
		]);
	});

	it('a URL that is answered 503, one that is not ours, and one where nothing answers', async () => {
		const url = await test.serve();
		process.env.SLACK_WEBHOOK_SECRET = 'x';
		const own = test.desk();
		const silent = `http://localhost:${await freePort('127.0.0.1')}`;
		const desk = { ...own, hosts: { '/webhooks/github': `${url}/elsewhere`, '/webhooks/stripe': silent } };

		const failed = (await findings(desk)).filter(({ result }) => result === 'failed');

		expect(failed.map(({ what, detail }) => [what, detail])).toEqual(
			expect.arrayContaining([
				[`${silent}/webhooks/stripe`, `nothing answers at ${silent}: run npm start in another terminal, or give --url`],
				[`${url}/elsewhere/webhooks/github`, 'it answers 404 source-unknown'],
			]),
		);
	});

	it('a public URL that is not https, where the provider signs it', async () => {
		const twilio = { name: 'twilio', provider: 'twilio', maxBody: 1000 };
		process.env.WEBHOOK_PUBLIC_URL = 'http://hooks.example.com';
		const own = {
			sources: { twilio },
			routes: [{ function: 'twilio', source: 'twilio', ack: 'stored' as const, path: '/webhooks/twilio' }],
		};

		expect(await about('http://hooks.example.com/webhooks/twilio', test.desk(own))).toMatchObject([
			{ result: 'warn', detail: 'Twilio signs its URL, which does not begin with https://' },
		]);
	});
});

describe('of clock and Node it says', () => {
	const date = noon;
	it.each([
		[date + 400, date + 600, 'ok', 'this machine’s goes as the stage’s does'],
		[date + 5_900, date + 6_100, 'ok', 'this machine’s goes as the stage’s does'],
		[date + 8_000, date + 8_100, 'warn', 'this machine is 7 s ahead of the stage'],
		[date - 8_100, date - 8_000, 'warn', 'this machine is 8 s behind the stage'],
		[date - 8_100, date + 3_000, 'ok', 'this machine’s goes as the stage’s does'],
		[date - 160_000, date - 159_900, 'failed', 'this machine is 160 s behind the stage'],
	])('asked at %i, answered at %i → %s', (from, to, result, detail) => {
		const slow = { date: date + 1000, from: from - 20_000, to: to + 20_000 };

		expect(examineClock([slow, { date, from, to }], test.desk())).toMatchObject([{ result, detail }]);
	});

	it('no answer with a date', () => {
		expect(examineClock([{ date: Number.NaN, from: 0, to: 1 }], test.desk())).toMatchObject([{ result: 'warn' }]);
	});

	it.each([
		['24.1.0', 'ok'],
		['22.18.0', 'warn'],
		['26.0.0', 'warn'],
	])('Node %s → %s', (version, result) => {
		expect(examineNode(version)).toMatchObject([{ result }]);
	});
});
