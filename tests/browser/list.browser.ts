import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { Stripe } from 'stripe';
import { faintTexts } from './contrast.ts';
import { type Inspected, startInspected } from './start-inspected.ts';
import { openBrowser, photograph, type Visit, visit } from './visit.ts';

let inspected: Inspected;
let browser: Browser;
let open: Visit | undefined;

beforeAll(async () => {
	[inspected, browser] = await Promise.all([startInspected(), openBrowser()]);
}, 90_000);
afterEach(async () => {
	if (open === undefined) return;
	const { problems, asked } = open;
	await open.close();
	open = undefined;
	// The one problem that tests make is a refused token, which the browser notes as well.
	expect(problems.filter((problem) => !problem.includes('401'))).toEqual([]);
	expect(asked.filter((url) => !url.startsWith(`${inspected.url}/`) && url !== 'data:,')).toEqual([]);
});
afterAll(async () => {
	await browser?.close();
	await inspected?.remove();
});

const paid = (id: string) => inspected.sample({ source: 'stripe', type: 'invoice.paid', id });
const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });
const gone = (page: Page, text: string) => rowOf(page, text).waitFor({ state: 'detached' });

describe('the list', () => {
	it('is empty at first and says what to do, and sends a sample itself', async () => {
		open = await visit(browser, inspected);
		const { page } = open;
		await page.getByText('npx sls webhook send --source stripe').waitFor();
		await photograph(page, 'empty');

		await page.getByRole('button', { name: 'Send a sample' }).last().click();
		await page.getByRole('dialog').getByLabel('Source').selectOption('stripe');
		await page.getByRole('dialog').getByLabel('Type').selectOption('invoice.paid');
		await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
		await page.getByText('Answered 200.').waitFor();
		await page.getByRole('link', { name: /^Show event evt_/ }).click();

		await page.getByRole('heading', { name: 'invoice.paid' }).waitFor();
		expect(await page.title()).toBe('invoice.paid · Hookport');
		expect(new URL(page.url()).hash).toMatch(/^#\/event\/stripe\/evt_/);
	});

	it('shows a delivery that comes while it is open, and what becomes of it', async () => {
		open = await visit(browser, inspected);
		const { page } = open;
		await page.getByText('live', { exact: true }).waitFor();
		const loads = open.asked.filter((url) => url === `${inspected.url}/`).length;

		await paid('live');

		await rowOf(page, 'evt_live').locator('td.state').getByText('done').waitFor();
		expect(await rowOf(page, 'evt_live').textContent()).toMatch(/done.*stripe.*invoice\.paid.*evt_live.*pays.*tells/);
		expect(open.asked.filter((url) => url === `${inspected.url}/`)).toHaveLength(loads);
	});

	it('is narrowed by source, type, status, time and a word of the body, and stays so when it is loaded anew', async () => {
		await Promise.all([
			inspected.sample({ source: 'github', type: 'push', id: 'pushed' }),
			inspected.sample({ source: 'stripe', type: 'invoice.paid', id: 'other' }, (body) => body.replace('{', '{"note":"needle",')),
			inspected.sample({ source: 'stripe', type: 'customer.subscription.deleted', id: 'waits' }),
		]);
		open = await visit(browser, inspected);
		const { page } = open;

		await page.getByLabel('Source').selectOption('github');
		await Promise.all([gone(page, 'evt_other'), rowOf(page, 'push').first().waitFor()]);
		await page.getByRole('button', { name: 'Clear' }).click();
		await page.getByLabel('Type').fill('customer.subscription.deleted');
		await Promise.all([gone(page, 'evt_other'), rowOf(page, 'evt_waits').waitFor()]);
		await page.getByRole('button', { name: 'Clear' }).click();
		await page.getByLabel('Status').selectOption('dead');
		await Promise.all([gone(page, 'evt_waits'), rowOf(page, 'push').getByText('dead').first().waitFor()]);
		await page.getByRole('button', { name: 'Clear' }).click();
		await page.getByLabel('Received').selectOption('15m');
		await page.getByLabel('Search').fill('NEEDLE');
		await Promise.all([gone(page, 'push'), rowOf(page, 'evt_other').waitFor()]);
		await page.reload();
		await rowOf(page, 'evt_other').waitFor();

		expect(await page.getByRole('row').count()).toBe(2);
		expect([await page.getByLabel('Search').inputValue(), await page.getByLabel('Received').inputValue()]).toEqual(['NEEDLE', '15m']);
	});

	it('goes back to where it was, on the row that was left', async () => {
		open = await visit(browser, inspected, { address: `/#token=${inspected.token}` });
		const { page } = open;
		await page.getByLabel('Source').selectOption('stripe');
		await rowOf(page, 'evt_live').getByRole('link').click();
		await page.getByRole('heading', { name: 'invoice.paid' }).waitFor();

		await page.goBack();

		await rowOf(page, 'evt_live').waitFor();
		expect(await page.getByLabel('Source').inputValue()).toBe('stripe');
		expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('#/event/stripe/evt_live');
	});
});

describe('a refused request', () => {
	const secret = 'v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd';

	it('is in the list with its code, and its page says which step refused it, and hides the signature', async () => {
		await inspected.forge('{"id":"evt_forged"}', { 'stripe-signature': `t=1,${secret}`, 'x-trace': 'seen' });
		open = await visit(browser, inspected);
		const { page } = open;

		await page.getByLabel('Status').selectOption('refused');
		await rowOf(page, 'signature-invalid').getByRole('link').click();
		await page.getByRole('heading', { name: 'signature-invalid' }).waitFor();

		const failed = page.getByRole('region', { name: 'Verification' }).getByRole('listitem').filter({ hasText: 'failed' });
		expect(await failed.textContent()).toMatch(/^signature.*signature-invalid: timestamp-.*failed$/);
		expect(await rowOf(page, 'stripe-signature').textContent()).toBe('stripe-signaturehidden');
		expect(await rowOf(page, 'x-trace').textContent()).toBe('x-traceseen');
		expect(await page.getByRole('region', { name: 'Body' }).textContent()).toContain('"id": "evt_forged"');
		expect(`${await page.content()}${await open.answers()}`).not.toContain(secret.slice(3));
	});

	it('signed with the secret of another source says so, and what to do, on the page and in the terminal', async () => {
		const secrets = JSON.parse(readFileSync(join(inspected.service.dataDir, 'secrets.json'), 'utf8'));
		const secret: string = secrets.GITHUB_WEBHOOK_SECRET.signing;
		const payload = '{"id":"evt_mixed_up","type":"invoice.paid"}';
		await inspected.forge(payload, { 'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload, secret }) });
		open = await visit(browser, inspected);
		const { page } = open;

		await rowOf(page, 'signature-mismatch').getByRole('link').click();
		const note = page.getByRole('region', { name: 'Diagnosis' });

		await note.waitFor();
		await photograph(page, 'diagnosis');
		expect(await faintTexts(page)).toEqual([]);
		expect(await note.textContent()).toMatch(
			/proved.*signed with the secret of another source.*github.*What to do: Give each source the secret/,
		);
		expect(inspected.run().output()).toContain('why it was refused source=stripe diagnosis=secret-of-another-source');
		expect(`${await page.content()}${await open.answers()}${inspected.run().output()}`).not.toContain(secret);
	});

	it('whose bytes are no text shows them in base64', async () => {
		await inspected.forge(Buffer.from([0xff, 0xfe, 0x00, 0x80]), { 'x-number': 'binary' });
		open = await visit(browser, inspected);
		const { page } = open;

		await page.getByRole('row').filter({ hasText: 'refused' }).first().getByRole('link').click();

		await page.getByRole('region', { name: 'Body' }).getByText('//4AgA==').waitFor();
	});
});

describe('the inspector', () => {
	it('asks for the link where it has no token, takes what is pasted, and leaves no token in the address', async () => {
		open = await visit(browser, inspected, { address: '/' });
		const { page } = open;
		await page.getByText('Open the link that npm start printed').waitFor();
		expect(open.asked.filter((url) => url.includes('/api/'))).toEqual([]);

		await page.getByLabel('Link or token').fill(`${inspected.url}/#token=wrong-${'x'.repeat(30)}`);
		await page.getByRole('button', { name: 'Open' }).click();
		await page.getByText('the token of this page is not the one of the run that is up').waitFor();
		await photograph(page, 'token');
		expect(await faintTexts(page)).toEqual([]);
		await page.getByLabel('Link or token').fill(`${inspected.url}/#token=${inspected.token}`);
		await page.getByRole('button', { name: 'Open' }).click();
		await rowOf(page, 'evt_live').waitFor();

		expect(page.url()).not.toContain('token');
		await page.reload();
		await rowOf(page, 'evt_live').waitFor();
	});

	it.each([
		['another name', { host: 'hooks.example.com' }, 403],
		['a page of elsewhere', { origin: 'https://evil.example' }, 403],
		['no token', { authorization: '' }, 401],
		['another token', { authorization: `Bearer ${'x'.repeat(32)}` }, 401],
		['all that it asks for', {}, 200],
	])('answers %s by %j with %i', async (_, headers, status) => {
		const answered = await statusOf(`${inspected.url}/api/project`, { authorization: `Bearer ${inspected.token}`, ...headers });

		expect(answered).toBe(status);
	});
});

/** Plain HTTP: a browser and fetch would put the right Host themselves. */
function statusOf(url: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
	const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
	request(url.replace('localhost', '127.0.0.1'), { headers: { host: new URL(url).host, ...headers } }, (response) => {
		response.resume();
		resolve(response.statusCode);
	})
		.on('error', reject)
		.end();
	return promise;
}
