import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { verify } from '../../../src/plugin/commands/verify.ts';
import { stripe } from '../../../src/providers/stripe.ts';
import type { Delivery } from '../../../src/webhook/delivery.ts';
import { markers, placesOf } from '../../attack/markers.ts';
import { genuine } from '../../diagnosis/genuine.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

const secret = `whsec_${markers.secret}`;

let test: TestDesk;
beforeEach(() => {
	test = testDesk();
	process.env.STRIPE_WEBHOOK_SECRET = secret;
});
afterEach(async () => {
	await test.close();
	delete process.env.STRIPE_WEBHOOK_SECRET;
});

const save = (content: string | Buffer) => {
	const path = join(test.dataDir, 'request');
	writeFileSync(path, content);
	return path;
};
const message = ({ path, headers, rawBody }: Delivery, line = `POST ${path} HTTP/1.1\n`) => {
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`);
	return Buffer.concat([Buffer.from(`${line}${lines.join('')}content-length: ${rawBody.length}\n\n`), rawBody]);
};
const signed = () => genuine(stripe, { secret, body: '{"id":"evt_1","type":"invoice.paid"}' });
const run = async (content: string | Buffer, more: object = {}) => {
	await verify({ source: 'stripe', file: save(content), ...more }, test.desk());
	return test.printed();
};

describe('sls webhook verify', () => {
	it('given a request that would be accepted → its steps, the secret that fits, and exit code 0', async () => {
		const printed = await run(message(await signed()));

		expect(printed).toMatch(/^STEP +OUTCOME +DETAIL\ncheck-address +skipped +who sent it is not known\n/);
		expect(printed).toMatch(/\nverify-signature +passed\n/);
		expect(printed).toMatch(/\nIt would be accepted: the current secret fits\.$/);
		expect(process.exitCode ?? 0).toBe(0);
	});

	it('given one without its first line, or as curl → the same', async () => {
		const { headers, rawBody, ...sent } = await signed();
		const curl = `curl -X POST http://localhost:3000${sent.path} -H 'stripe-signature: ${headers['stripe-signature']}' --json '${rawBody}'`;

		expect(await run(message({ ...sent, headers, rawBody }, ''))).toContain('It would be accepted');
		expect(await run(curl)).toContain('It would be accepted');
	});

	it('given one that an editor has saved with a line break → says so, twice, what to do, and exit code 1', async () => {
		const sent = await signed();

		const printed = await run(Buffer.concat([message(sent), Buffer.from('\n')]));

		expect(printed).toContain(`The body has ${sent.rawBody.length + 1} bytes here, and content-length says ${sent.rawBody.length}`);
		expect(printed).toContain('It would be refused: signature-invalid (signature-mismatch).');
		expect(printed).toContain(
			'Found: The line break at the end of the body was lost or added. (newline-changed: the body fits without the line break at its end)',
		);
		expect(printed).toContain('What to do: Let whatever stands before');
		expect(process.exitCode).toBe(1);
	});

	it.each([
		['-d', true],
		['--data-binary', false],
	])('given curl with %s and a file of lines → whether it says that curl takes line breaks out: %s', async (option, said) => {
		const sent = await genuine(stripe, { secret, body: '{"id":"evt_1",\n"type":"invoice.paid"}\n' });
		const body = join(test.dataDir, 'body.json');
		writeFileSync(body, said ? sent.rawBody : `${sent.rawBody}x\n`);
		const signature = sent.headers['stripe-signature'];

		const printed = await run(`curl http://localhost:3000${sent.path} -H 'stripe-signature: ${signature}' ${option} @${body}`);

		expect(printed).toContain('It would be refused: signature-invalid');
		expect(printed.includes('curl takes the line breaks out of a file after -d: write --data-binary')).toBe(said);
	});

	it('given an old one → says that the signature is right and how to look at it as when it came, which then is accepted', async () => {
		const before = { ...(await signed()), receivedAt: Date.parse('2026-01-31T12:00:00.000Z') };
		const old = await stripe.scheme.sign(before, secret);

		const printed = await run(message(old));
		const again = await run(message(old), { at: '2026-01-31T12:00:00Z' });

		expect(printed).toContain('The signature is right, and only the time is not: signed ');
		expect(printed).toContain('add --at 2026-01-31T12:00:00.000Z');
		expect(again).toContain('It would be accepted');
	});

	it('given --json → one object with steps and what was found', async () => {
		process.env.STRIPE_WEBHOOK_SECRET = ` ${secret}`;

		const printed = JSON.parse(await run(message(await signed()), { json: true }));

		expect(printed).toMatchObject({
			accepted: false,
			code: 'signature-invalid',
			diagnosis: { code: 'secret-copied-wrongly', proved: true },
		});
		expect(printed.steps).toContainEqual({ name: 'verify-signature', outcome: 'failed', detail: 'signature-invalid: signature-mismatch' });
	});

	it.each([
		['another secret', 'whsec_other', (sent: Delivery) => sent, 'Nothing was found that explains it.'],
		[
			'half a signature',
			secret,
			(sent: Delivery) => ({ ...sent, headers: { 'stripe-signature': 't=1,v1=aa' } }),
			'is none of the form that the provider sends',
		],
	])('given %s → says what that mostly is', async (_, set, spoil, line) => {
		process.env.STRIPE_WEBHOOK_SECRET = set;

		expect(await run(message(spoil(await signed())))).toContain(line);
	});

	it('never prints a secret or a signature, whatever is found', async () => {
		const sent = await signed();
		const { 'stripe-signature': signature = '' } = sent.headers;
		const printed: Record<string, string> = {};
		for (const set of [secret, ` ${secret}`, markers.secret, `"${secret}"`, 'whsec_other'])
			for (const json of [true, false]) {
				process.env.STRIPE_WEBHOOK_SECRET = set;
				printed[`${set} ${json}`] = await run(message(sent), { json });
				printed[`${set} ${json} renamed`] = await run(message({ ...sent, headers: { 'x-stripe-signature': signature } }), { json });
			}

		expect(placesOf(markers.secret, printed)).toEqual([]);
		expect(placesOf(signature.slice(-32), printed)).toEqual([]);
	});

	it.each<[string, object, string]>([
		['no source', { source: undefined }, '--source: say which one'],
		['another source', { source: 'strip' }, '--source: there is no source "strip"; did you mean "stripe"?'],
		['no file', { file: undefined }, '--file: say which file holds the request, or - for standard input'],
		['a file that is not there', { file: '/nowhere/at/all' }, '--file: there is no /nowhere/at/all'],
		['a time that is none', { at: 'yesterday' }, '--at: "yesterday" is no time'],
	])('given %s → one line', async (_, options, line) => {
		const asking = verify({ source: 'stripe', file: save('A: b\n\n'), ...options }, test.desk());

		await expect(asking).rejects.toThrow(line);
	});
});
