import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { secretsFile } from '../../../src/clouds/local/secrets-file.ts';
import { send } from '../../../src/plugin/commands/send.ts';
import { freePort } from '../../../src/plugin/local/free-port.ts';
import { routes, type TestDesk, testDesk } from './test-desk.ts';

let test: TestDesk;
beforeEach(() => {
	test = testDesk();
});
afterEach(async () => {
	await test.close();
	for (const name of ['STRIPE_WEBHOOK_SECRET', 'SENDGRID_WEBHOOK_SECRET', 'WEBHOOK_PUBLIC_URL']) delete process.env[name];
});

const kept = () => test.withStore((store) => store.events.list({}));
const file = (name: string, content: string | Buffer) => {
	const path = join(test.dataDir, name);
	writeFileSync(path, content);
	return path;
};

describe('sls webhook send', () => {
	it('given a type while the local run is up → its sample is accepted there, and the event can be shown', async () => {
		const url = await test.serve();

		await send({ source: 'stripe', type: 'customer.subscription.deleted' }, test.desk());

		const [record] = await kept();
		expect(record).toMatchObject({ source: 'stripe', type: 'customer.subscription.deleted' });
		expect(test.printed()).toBe(
			`POST ${url}/webhooks/stripe\n200 OK\nEvent ${record?.id}: npx sls webhook show --source stripe --id ${record?.id}`,
		);
		expect(process.exitCode ?? 0).toBe(0);
	});

	it('given --json → one object with the reply and the events that were kept', async () => {
		const url = await test.serve();

		await send({ source: 'stripe', id: 'mine', json: true }, test.desk());

		expect(JSON.parse(test.printed())).toEqual({
			url: `${url}/webhooks/stripe`,
			status: 200,
			reply: '',
			events: [{ source: 'stripe', id: 'evt_mine' }],
		});
	});

	it.each([
		['stripe', 'invoice.paid'],
		['github', 'push'],
		['partner', 'order.created'],
		['sendgrid', 'bounce'],
	])('given only the source %s → the type that its function takes, else its first sample: %s', async (source, type) => {
		await test.serve();

		await send({ source }, test.desk());

		expect(await kept()).toContainEqual(expect.objectContaining({ source, type }));
	});

	it('given a source whose token stands in the URL → is accepted, and the URL is shown without it', async () => {
		const mailchimp = { name: 'mailchimp', provider: 'mailchimp', maxBody: 1024 };
		const own = {
			...routes,
			sources: { mailchimp },
			routes: [{ function: 'mailchimp', source: 'mailchimp', ack: 'stored', path: '/webhooks/mailchimp' } as const],
		};
		const url = await test.serve(own);

		await send({ source: 'mailchimp' }, test.desk(own));

		const { MAILCHIMP_WEBHOOK_SECRET: pair } = JSON.parse(test.file('secrets.json'));
		const printed = test.printed();
		expect(printed).toContain(`POST ${url}/webhooks/mailchimp\n200 OK`);
		expect(printed).not.toContain(pair.signing);
	});

	it('given an id → the sample is filled in with it, and the same again is accepted and kept once', async () => {
		await test.serve();

		await send({ source: 'stripe', id: 'mine' }, test.desk());
		await send({ source: 'stripe', id: 'mine' }, test.desk());

		expect((await kept()).map(({ id }) => id)).toEqual(['evt_mine']);
	});

	it('given a file → exactly its bytes are sent, and the headers name the type that was asked for', async () => {
		await test.serve();
		const body = Buffer.from('{ "action" : "opened", "é": 1 }\r\n');

		await send({ source: 'github', type: 'issues', file: file('issue.json', body) }, test.desk());

		const [record] = await kept();
		expect(record).toMatchObject({ type: 'issues', body });
	});

	it('given a file that is no text → its bytes are sent as they are', async () => {
		await test.serve();
		const body = Buffer.from([0xff, 0x00, 0x7b]);

		await send({ source: 'github', file: file('body.bin', body) }, test.desk());

		expect(test.printed()).toContain('"code":"body-malformed"');
		expect((await kept())[0]).toMatchObject({ body });
	});

	it('given an answer that is no 2xx → it is shown, and the exit code is 1', async () => {
		await test.serve();
		process.env.STRIPE_WEBHOOK_SECRET = 'whsec_wrong';
		const sending = send({ source: 'stripe' }, test.desk());
		// It is signed by now; the endpoint verifies with the one that was made up.
		delete process.env.STRIPE_WEBHOOK_SECRET;

		await sending;

		expect(test.printed()).toMatch(
			/\n401 Unauthorized\n\{.*"code":"signature-invalid".*\}\nThe run may have other secrets than this command: after a change of \.env it has to be started again\.$/,
		);
		expect(process.exitCode).toBe(1);
		expect(await kept()).toEqual([]);
	});

	it('given a 401 of another server than the local run → no guess at its secrets', async () => {
		await test.serve();
		const server = createServer((_, response) => response.writeHead(401).end('no'));
		server.listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

		await send({ source: 'stripe', url }, test.desk());
		server.close();

		expect(test.printed()).toBe(`POST ${url}/webhooks/stripe\n401 Unauthorized\nno`);
	});

	it('given --url of a server that redirects, and control characters in what it says → neither is followed', async () => {
		const server = createServer((_, response) => response.writeHead(302, { location: '/elsewhere' }).end('\u001b[2Jgone\u009b'));
		server.listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		process.env.STRIPE_WEBHOOK_SECRET = 'whsec_any';

		await send({ source: 'stripe', url: `${url}/dev/` }, test.desk());
		server.close();

		expect(test.printed()).toBe(`POST ${url}/dev/webhooks/stripe\n302 Found\n\\u001b[2Jgone\\u009b`);
		expect(process.exitCode).toBe(1);
	});
});

describe('a mistake with sls webhook send is one line', () => {
	beforeEach(() => {
		process.env.STRIPE_WEBHOOK_SECRET = 'whsec_any';
	});
	const missing = 'payload.json';

	it.each([
		[{}, '--source: say which one; it may be stripe, github, sendgrid, partner, slack'],
		[{ source: 'strip' }, '--source: there is no source "strip"; did you mean "stripe"?'],
		[
			{ source: 'stripe', type: 'invoice.payd' },
			'--type: there is no sample of invoice.payd from stripe (send your own with --file); did you mean "invoice.paid"?',
		],
		[{ source: 'stripe', url: 'localhost:3000' }, '--url: "localhost:3000" is no URL such as http://localhost:3000'],
		[{ source: 'stripe', file: missing }, `--file: there is no ${missing}`],
		[{ source: 'github' }, 'GITHUB_WEBHOOK_SECRET is not set: put it into .env, or run npm start once and one is made up'],
	])('%o', async (options, message) => {
		await expect(send(options, test.desk())).rejects.toMatchObject({ name: 'Mistake', message });
	});

	it('nothing listens', async () => {
		const url = `http://127.0.0.1:${await freePort('127.0.0.1')}`;

		const sending = send({ source: 'stripe', url }, test.desk());

		await expect(sending).rejects.toMatchObject({
			name: 'Mistake',
			message: `nothing answers at ${url}: run npm start in another terminal, or give --url`,
		});
	});

	it('the file is a folder', async () => {
		const sending = send({ source: 'stripe', file: test.dataDir }, test.desk());

		await expect(sending).rejects.toMatchObject({ name: 'Mistake', message: `--file: ${test.dataDir} can not be read (EISDIR)` });
	});

	it('the secret is a public key', async () => {
		process.env.SENDGRID_WEBHOOK_SECRET = 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE';

		const sending = send({ source: 'sendgrid' }, test.desk());

		await expect(sending).rejects.toMatchObject({
			name: 'Mistake',
			message: expect.stringMatching(
				/^SENDGRID_WEBHOOK_SECRET can not sign \(.+\); where it is a public key, only Twilio SendGrid itself can$/,
			),
		});
	});

	it('the file of made-up secrets is broken', async () => {
		mkdirSync(test.dataDir, { recursive: true });
		writeFileSync(secretsFile(test.dataDir), '{"GITHUB_WEBHOOK_SECRET": {"verif');

		await expect(send({ source: 'github' }, test.desk())).rejects.toMatchObject({
			name: 'Mistake',
			message: `${secretsFile(test.dataDir)} holds no JSON object. Remove it, and secrets are made up again`,
		});
	});

	it('no function takes what the source sends', async () => {
		process.env.STRIPE_WEBHOOK_SECRET = 'whsec_any';

		await expect(send({ source: 'stripe' }, test.desk({ routes: [] }))).rejects.toMatchObject({
			name: 'Mistake',
			message: '--source: no function of serverless.yml takes the deliveries of stripe',
		});
	});
});
