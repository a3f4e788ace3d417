import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { forget } from '../../../src/plugin/commands/forget.ts';
import { replay } from '../../../src/plugin/commands/replay.ts';
import { send } from '../../../src/plugin/commands/send.ts';
import { sendCanary } from '../../../src/plugin/commands/send-canary.ts';
import { show } from '../../../src/plugin/commands/show.ts';
import { Mistake } from '../../../src/plugin/mistake.ts';
import type { Routes, Source } from '../../../src/webhook/source.ts';
import { rulesOf } from '../../parsers/redaction-rules.ts';
import { sampleRecord } from '../../ports/sample-record.ts';
import { routes, type TestDesk, testDesk } from './test-desk.ts';

let test: TestDesk;
beforeEach(() => {
	test = testDesk();
});
afterEach(() => test.close());

const stripeThat = (keeping: Partial<Source>): Routes => ({
	...routes,
	sources: { ...routes.sources, stripe: { name: 'stripe', provider: 'stripe', maxBody: 1024 * 1024, ...keeping } },
});
const redact = rulesOf(['object'], ['data.object.id']);

describe.each<[string, Partial<Source>]>([
	['encrypts', { encrypt: true }],
	['redacts', { redact }],
	['does both', { redact, encrypt: true }],
])('of a source that %s', (_, keeping) => {
	it('what sls webhook send posts is found again, shown, and run again', async () => {
		const own = stripeThat(keeping);
		const url = await test.serve(own);

		await send({ source: 'stripe', id: 'mine' }, test.desk(own));
		const sent = test.printed();
		await show({ id: 'evt_mine', json: true }, test.desk(own));
		const shown = JSON.parse(test.printed());
		await replay({ id: 'evt_mine' }, test.desk(own));

		expect(sent).toBe(`POST ${url}/webhooks/stripe\n200 OK\nEvent evt_mine: npx sls webhook show --source stripe --id evt_mine`);
		expect(shown.sha256).toMatch(/^[0-9a-f]{64}$/);
		expect(JSON.parse(shown.body)).toMatchObject({ id: 'evt_mine', type: 'invoice.paid' });
		expect(JSON.parse(shown.body).data.object.id.startsWith('hmac-sha256:')).toBe(keeping.redact !== undefined);
		expect(test.printed()).toContain('sent again to invoice-paid, ledger');
	});

	it('the canary of sls webhook smoke is followed', async () => {
		const own = stripeThat(keeping);
		const base = await test.serve(own);
		const target = { source: 'stripe', path: '/webhooks/stripe', type: 'invoice.paid' };

		const finding = await sendCanary(target, { base, until: 0, desk: test.desk(own) });

		expect(finding.detail).toContain('invoice-paid, ledger not done in time');
	});
});

it('an event whose key may not be read is shown without its body, and says why', async () => {
	const own = stripeThat({ encrypt: true });
	await test.serve(own);
	await send({ source: 'stripe', id: 'mine' }, test.desk(own));
	test.printed();
	const pair = async (name: string) => {
		throw new Mistake(`AWS does not let these credentials do ssm:GetParameter of ${name}`);
	};

	const desk = { ...test.desk(own), secrets: { ...test.desk(own).secrets, pair } };

	await show({ id: 'evt_mine', json: true }, desk);
	const shown = JSON.parse(test.printed());
	await show({ id: 'evt_mine' }, desk);
	const page = test.printed();

	expect(shown).toMatchObject({ id: 'evt_mine', sealed: true, body: null });
	expect(shown.notOpened).toBe('AWS does not let these credentials do ssm:GetParameter of STRIPE_STORAGE_KEY');
	expect(shown).not.toHaveProperty('sha256');
	expect(page).toMatch(/^Source +stripe\n/);
	expect(page.split('\n').at(-1)).toBe(`Body: sealed, and could not be opened: ${shown.notOpened}`);
});

describe('of a source that encrypts, a big body', () => {
	const own = stripeThat({ encrypt: true });
	const key = { source: 'stripe', id: 'evt_big' };
	const blobOf = () =>
		test.withStore(async ({ events, blobs }) => {
			const body = (await events.get(key))?.body;
			return body && 'blob' in body ? { blob: body.blob, bytes: await blobs.get(body.blob) } : undefined;
		});
	beforeEach(async () => {
		await test.serve(own);
		const file = `${test.dataDir}/big.json`;
		const fill = 'x'.repeat(100_000);
		writeFileSync(file, JSON.stringify({ id: key.id, type: 'invoice.paid', object: 'event', email: 'a@b.example', fill }));
		await send({ source: 'stripe', file }, test.desk(own));
	});

	it('that a crash left after its event was forgotten is found by what it holds, and removed', async () => {
		await test.withStore((store) => store.events.forget(key, 1));
		expect((await blobOf())?.bytes).toBeDefined();

		await forget({ match: 'email=a@b.example', yes: true }, test.desk(own));

		expect((await blobOf())?.bytes).toBeUndefined();
	});

	it('that nobody can open is said to be one, and keeps nobody from erasing others', async () => {
		await test.keep(sampleRecord({ id: 'evt_open', body: Buffer.from('{"email":"a@b.example"}'), sha256: 'another' }));
		const pair = async () => Promise.reject(new Mistake('the key is not there'));
		const closed = { ...test.desk(own), secrets: { ...test.desk(own).secrets, pair } };
		test.printed();

		await forget({ match: 'email=a@b.example', yes: true }, closed);

		const printed = test.printed();
		expect(printed).toContain('Not looked into, 1 event: the key is not there\n');
		expect(printed).toContain('stripe evt_open: forgotten');
		expect((await blobOf())?.bytes).toBeDefined();
	});

	it('that is gone keeps nobody from looking through the others', async () => {
		const kept = await blobOf();
		await test.withStore((store) => store.blobs.remove(kept?.blob ?? ''));

		const looking = forget({ match: 'email=a@b.example', yes: true }, test.desk(own));

		await expect(looking).rejects.toThrow('--match: no kept event has this value at email');
	});
});

it('of a source that redacts, a malformed body that was sent is found by how it came', async () => {
	const own = stripeThat({ redact });
	await test.serve(own);
	const file = `${test.dataDir}/half.json`;
	writeFileSync(file, '{"object":"\\u');

	await send({ source: 'stripe', file }, test.desk(own));

	expect(test.printed()).toMatch(/Event sha256:[0-9a-f]{64}:0: npx sls webhook show/);
});
