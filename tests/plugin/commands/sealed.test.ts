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
		await show({ id: 'evt_mine' }, test.desk(own));
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

	await show({ id: 'evt_mine' }, { ...test.desk(own), secrets: { ...test.desk(own).secrets, pair } });

	const shown = JSON.parse(test.printed());
	expect(shown).toMatchObject({ id: 'evt_mine', sealed: true, body: null });
	expect(shown.notOpened).toBe('AWS does not let these credentials do ssm:GetParameter of STRIPE_STORAGE_KEY');
	expect(shown).not.toHaveProperty('sha256');
});

it('an event whose key is gone stops sls webhook forget --match, by its id, before anything is erased', async () => {
	const own = stripeThat({ encrypt: true });
	await test.serve(own);
	await send({ source: 'stripe', id: 'mine' }, test.desk(own));
	const pair = async () => {
		throw new Mistake('STRIPE_STORAGE_KEY: no value is set');
	};
	const desk = { ...test.desk(own), secrets: { ...test.desk(own).secrets, pair } };

	const forgetting = forget({ match: 'type=invoice.paid', yes: true }, desk);

	await expect(forgetting).rejects.toMatchObject({
		name: 'Mistake',
		message:
			'--match: nothing was forgotten, since stripe evt_mine can not be opened: STRIPE_STORAGE_KEY: no value is set; mend that, or forget it by --id first',
	});
	const kept = await test.withStore((store) => store.events.get({ source: 'stripe', id: 'evt_mine' }));
	expect(kept?.forgottenAt).toBeUndefined();
});

it('of a source that redacts, a malformed body that was sent is found by how it came', async () => {
	const own = stripeThat({ redact });
	await test.serve(own);
	const file = `${test.dataDir}/half.json`;
	writeFileSync(file, '{"object":"\\u');

	await send({ source: 'stripe', file }, test.desk(own));

	expect(test.printed()).toMatch(/Event sha256:[0-9a-f]{64}:0: npx sls webhook show/);
});
