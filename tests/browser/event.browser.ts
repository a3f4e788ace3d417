import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type Inspected, startInspected } from './start-inspected.ts';
import { openBrowser, type Visit, visit } from './visit.ts';

let inspected: Inspected;
let browser: Browser;
let open: Visit;

beforeAll(async () => {
	[inspected, browser] = await Promise.all([startInspected(), openBrowser()]);
}, 90_000);
afterEach(async () => {
	const { problems, asked } = open;
	await open.close();
	expect(problems).toEqual([]);
	expect(asked.filter((url) => !url.startsWith(`${inspected.url}/`) && url !== 'data:,')).toEqual([]);
});
afterAll(async () => {
	await browser?.close();
	await inspected?.remove();
});

const paid = (id: string) => inspected.sample({ source: 'stripe', type: 'invoice.paid', id });
const body = (text: string) => inspected.body('stripe', text);
const region = (page: Page, name: string) => page.getByRole('region', { name });
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

/** Opens the page of an event once it is there. */
async function show(id: string, source = 'stripe'): Promise<Page> {
	open = await visit(browser, inspected);
	const { page } = open;
	await page.getByText('live', { exact: true }).waitFor();
	await page.goto(`${inspected.url}/#/event/${source}/${encodeURIComponent(id)}`);
	await region(page, 'Headers').waitFor();
	return page;
}

describe("an event's page", () => {
	it('has its facts, what was checked, and each function with its attempts, durations and lines', async () => {
		await paid('whole');

		const page = await show('evt_whole');
		const pays = page.getByRole('article', { name: 'pays' });
		await pays.getByText('payment recorded').waitFor();

		expect(await page.getByRole('main').last().textContent()).toMatch(
			/Sourcestripe.*Idevt_whole.*Received.*Kept until.*Answered200 after [\d.]+ m?s/,
		);
		expect(await region(page, 'Verification').textContent()).toMatch(/signature.*passed/);
		expect(await pays.textContent()).toMatch(/done.*Attempt 1.*done.*took [\d.]+ m?s.*payment recorded/);
		expect(await page.getByRole('article', { name: 'tells' }).textContent()).toMatch(/sales told/);
	});

	it('says of one that fails what went wrong, and when it is tried again', async () => {
		await inspected.sample({ source: 'stripe', type: 'customer.subscription.deleted', id: 'fails' });

		const page = await show('evt_fails');
		const fails = page.getByRole('article', { name: 'fails' });
		await fails.getByText(/^Next attempt at/).waitFor();

		expect(await fails.textContent()).toMatch(/pending.*1 attempt.*Attempt 1.*failed.*the API is down.*asking the billing API/);
		expect(await fails.getByText(/^Next attempt at/).textContent()).toMatch(/, in (\d+ s|\d min \d+ s)$/);
	});

	it('says of one that was given up on why', async () => {
		await inspected.sample({ source: 'github', type: 'push', id: 'dead' });
		open = await visit(browser, inspected);
		const { page } = open;

		await page.getByLabel('Status').selectOption('dead');
		await page.getByRole('row').filter({ hasText: 'push' }).getByRole('link').click();

		const card = page.getByRole('article', { name: 'gives-up' });
		await card.getByText('Attempt 1').waitFor();
		expect(await card.textContent()).toMatch(/dead.*nobody is there/);
	});

	it('shows neither a signature nor a secret, and neither does any answer', async () => {
		await paid('secret');
		const secrets = readFileSync(join(inspected.service.dataDir, 'secrets.json'), 'utf8');
		const [value = ''] = /whsec_\w+/.exec(secrets) ?? [];

		const page = await show('evt_secret');
		await page.getByRole('row').filter({ hasText: 'stripe-signature' }).getByText('hidden').waitFor();

		const seen = `${await page.content()}${await open.answers()}`;
		expect(value.length).toBeGreaterThan(10);
		expect(seen).toContain('evt_secret');
		expect([seen.includes(value), /v1=[0-9a-f]{20}/.test(seen)]).toEqual([false, false]);
	});
});

describe('a body', () => {
	it('that is meant to run runs nothing, wherever it is shown', async () => {
		const evil = '<img src="http://evil.example/x" onerror="alert(1)"><script>alert(2)</script>';
		await body(JSON.stringify({ id: `evt_${evil}`, type: `${evil}\u202egnp.exe\u0007`, object: 'event', note: evil }));

		const page = await show(`evt_${evil}`);
		await region(page, 'Body').getByRole('button', { name: 'Raw' }).click();
		const shown = await region(page, 'Body').locator('pre').textContent();

		expect(shown).toContain('onerror');
		expect(await page.locator('img, script:not([src="/page.js"]), iframe').count()).toBe(0);
		expect(await page.getByRole('heading', { level: 1 }).last().textContent()).toBe(`${evil}\\u202egnp.exe\\u0007`);
		expect(await page.title()).not.toContain('\u202e');
	});

	it('is exact when raw, keeps each number as it was written when pretty, and is copied as it is shown', async () => {
		const raw =
			'{"id":"evt_exact", "type":"invoice.paid","object":"event",\n\t"n":1.0,"big":12345678901234567890123,"e":1e5,"name":"Zo\u00eb \ud83d\udcb6 \u05e9\u05dc\u05d5\u05dd","a":[]}';
		await body(raw);

		const page = await show('evt_exact');
		const section = region(page, 'Body');
		const pretty = await section.locator('pre').textContent();
		await section.getByRole('button', { name: 'Raw' }).click();
		const shown = await section.locator('pre').textContent();
		await section.getByRole('button', { name: 'Copy' }).click();
		await section.getByText('The body is on the clipboard.').waitFor();

		expect(pretty?.split('\n').map((line) => line.trim())).toEqual(
			expect.arrayContaining(['"n": 1.0,', '"big": 12345678901234567890123,', '"e": 1e5,']),
		);
		expect(shown).toBe(raw);
		expect(await clipboard(page)).toBe(raw);
	});
});

describe('an action', () => {
	it('replays all functions, or one, at the second press', async () => {
		await paid('again');
		const page = await show('evt_again');
		const pays = page.getByRole('article', { name: 'pays' });
		const tells = page.getByRole('article', { name: 'tells' });
		await Promise.all([pays.getByText('Attempt 1').waitFor(), tells.getByText('Attempt 1').waitFor()]);

		await page.getByRole('button', { name: 'Replay pays' }).click();
		await page.getByText('Press again to run pays again for this event.').waitFor();
		expect(await pays.textContent()).not.toContain('replayed');
		await page.getByRole('button', { name: 'Press again to replay pays' }).click();
		await page.getByText('Sent again: pays.').waitFor();
		await pays.getByText('replayed once').waitFor();
		// While it runs, it would be left alone.
		await pays.getByRole('listitem').nth(1).waitFor();
		expect(await tells.textContent()).not.toContain('replayed');
		await page.getByRole('button', { name: 'Replay all' }).click();
		await page.getByRole('button', { name: 'Press again to replay', exact: true }).click();

		await Promise.all([pays.getByText('replayed 2 times').waitFor(), tells.getByText('replayed once').waitFor()]);
		await pays.getByRole('listitem').nth(2).waitFor();
	});

	it('copies a curl command that a shell runs and the gateway accepts, without the secret', async () => {
		await body(`{"id":"evt_curl","type":"invoice.paid","object":"event","note":"it's $HOME \`x\` \\"y\\""}`);
		const page = await show('evt_curl');

		await page.getByRole('button', { name: 'Copy as curl' }).click();
		await page.getByText('The curl command is on the clipboard.').waitFor();
		const command = await clipboard(page);

		const { stdout } = await promisify(execFile)('bash', ['-c', `${command} -s -o /dev/null -w '%{http_code}'`]);
		expect(stdout).toBe('200');
		expect(command).toMatch(/^curl -g --path-as-is -X POST /);
		expect(command).not.toMatch(/whsec_/);
		await page.goto(`${inspected.url}/#/`);
		await page.getByRole('row').filter({ hasText: 'duplicate' }).waitFor();
	});
});

describe('by keyboard alone', () => {
	it('somebody searches, opens an event, replays it and comes back to its row', async () => {
		await paid('keys');
		open = await visit(browser, inspected);
		const { page } = open;
		const { keyboard } = page;
		await page.getByRole('row').filter({ hasText: 'evt_keys' }).waitFor();

		await keyboard.press('/');
		await keyboard.type('evt_keys');
		await page.getByText('1 delivery.').waitFor();
		await keyboard.press('Escape');
		await keyboard.press('j');
		await keyboard.press('Enter');
		await page.getByRole('article', { name: 'pays' }).getByText('Attempt 1').waitFor();
		await keyboard.press('r');
		await page.getByText('Press again to run every function again for this event.').waitFor();
		await keyboard.press('r');
		await page.getByText(/^Sent again: pays, tells\.$/).waitFor();
		await keyboard.press('u');
		await page.getByText('1 delivery.').waitFor();

		expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('#/event/stripe/evt_keys');
	});

	it('somebody sees the keys, and reaches every control with a focus that shows', async () => {
		open = await visit(browser, inspected);
		const { page } = open;
		await page.getByRole('row').nth(1).waitFor();
		await page.keyboard.press('?');
		await page.getByRole('dialog').getByText('next and previous row').waitFor();
		await page.keyboard.press('Escape');
		await page.getByRole('dialog').waitFor({ state: 'detached' });

		const names: (string | undefined)[] = [];
		for (let presses = 0; presses < 12; presses += 1) {
			await page.keyboard.press('Tab');
			names.push(await page.evaluate(nameWhereFocusShows));
		}

		expect(names).toEqual(
			expect.arrayContaining(['brand', 'Send a sample', 'Keys', 'search', 'Source', 'Type', 'Status', 'Received', 'row']),
		);
		expect(names).not.toContain(undefined);
	});
});

/** Runs in the page. */
function nameWhereFocusShows(): string | undefined {
	const focused = document.activeElement;
	if (!(focused instanceof HTMLElement)) return undefined;
	const around = [getComputedStyle(focused), getComputedStyle(focused, '::after')];
	if (!around.some(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && outlineWidth !== '0px')) return undefined;
	if (focused.matches('[data-row]')) return 'row';
	const label = focused.closest('label')?.querySelector('span')?.textContent;
	return (
		focused.getAttribute('aria-label') ??
		(focused.getAttribute('type') === 'search' ? 'search' : label) ??
		(focused.matches('.brand') ? 'brand' : focused.textContent?.trim())
	);
}
