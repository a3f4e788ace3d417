import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { faintTexts } from './contrast.ts';
import { seedEvents } from './seed-events.ts';
import { type Inspected, startInspected } from './start-inspected.ts';
import { openBrowser, photograph, type Visit, visit } from './visit.ts';

const many = 10_000;

let inspected: Inspected;
let browser: Browser;
let open: Visit;

beforeAll(async () => {
	[inspected, browser] = await Promise.all([startInspected((dataDir) => seedEvents(dataDir, many)), openBrowser()]);
	const long = `evt_${'long'.repeat(60)}`;
	const turned = 'תשלום\u202egnp.exe';
	for (const [id, type] of [
		[long, 'a.type.of.many.words.'.repeat(12)],
		[`evt_${turned}`, turned],
	])
		await inspected.body('stripe', JSON.stringify({ id, type, object: 'event', words: 'word'.repeat(200) }));
	await inspected.sample({ source: 'github', type: 'push', id: 'pushed' });
	await inspected.sample({ source: 'stripe', type: 'customer.subscription.deleted', id: 'waits' });
	await inspected.sample({ source: 'stripe', type: 'invoice.paid', id: 'fine' });
	await inspected.forge('{}', { 'stripe-signature': 't=1,v1=00', 'x-long': 'v'.repeat(300) });
}, 90_000);
afterEach(async () => {
	await open.close();
});
afterAll(async () => {
	await browser?.close();
	await inspected?.remove();
});

const rows = (page: Page) => page.getByRole('row');
const rowOf = (page: Page, text: string) => rows(page).filter({ hasText: text });

/** Each screen, by what opens it from the list, and what shows that it is there. */
const screens: Readonly<Record<string, (page: Page) => Promise<void>>> = {
	list: async (page) => await rowOf(page, 'evt_fine').getByText('done').first().waitFor(),
	event: async (page) => await follow(page, 'evt_fine', 'Attempt 1'),
	waiting: async (page) => await follow(page, 'evt_waits', 'Next attempt at'),
	dead: async (page) => await follow(page, 'push', 'Attempt 1'),
	refused: async (page) => await follow(page, 'signature-invalid', 'stripe-signature'),
	long: async (page) => await follow(page, 'evt_longlong', 'No function is subscribed'),
	turned: async (page) => await follow(page, 'gnp.exe', 'No function is subscribed'),
	sample: async (page) => {
		await page.getByRole('button', { name: 'Send a sample' }).first().click();
		await page.getByRole('dialog').getByLabel('Type').waitFor();
	},
};

async function follow(page: Page, row: string, shown: string): Promise<void> {
	await rowOf(page, row).first().getByRole('link').click();
	await page.getByRole('main').last().getByText(shown).first().waitFor();
}

/** Colours are the same at any width, and widths in any colour. */
const looks = [
	['light', 1280],
	['dark', 360],
] as const;
const grounds = { light: 'rgb(247, 247, 245)', dark: 'rgb(20, 22, 24)' };

describe('what is shown', () => {
	it.each(looks)('when it is %s and %i wide fits and stands out, on every screen', async (colorScheme, width) => {
		open = await visit(browser, inspected, { colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' });
		const { page, problems } = open;
		const wrong: Record<string, unknown> = {};

		for (const [name, show] of Object.entries(screens)) {
			await page.goto(`${inspected.url}/#/`);
			await show(page);
			await photograph(page, `${name}-${colorScheme}-${width}.png`, !['list', 'sample'].includes(name));
			const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
			const faint = await faintTexts(page);
			if (beyond > 0 || faint.length > 0) wrong[name] = { beyond, faint };
		}

		expect(wrong).toEqual({});
		expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(grounds[colorScheme]);
		expect(problems).toEqual([]);
	});

	it('fits into 320 pixels, too', async () => {
		open = await visit(browser, inspected, { viewport: { width: 320, height: 600 } });
		const { page } = open;
		await rows(page).nth(1).waitFor();

		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
	});
});

describe('of 10,000 events', () => {
	it('a page is shown at once, older ones on demand, and a filter or a search is as quick', async () => {
		open = await visit(browser, inspected);
		const { page } = open;
		await rows(page).nth(100).waitFor();
		const painted = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN);
		const first = await rows(page).count();

		await page.getByRole('button', { name: 'Show older' }).click();
		await rows(page).nth(200).waitFor();
		const second = await rows(page).count();
		const began = Date.now();
		await page.getByLabel('Status').selectOption('dead');
		await page.getByText('evt_980', { exact: true }).waitFor();
		const filtered = Date.now() - began;
		await page.getByLabel('Status').selectOption('');
		await page.getByLabel('Search').fill('the oldest');
		await page.getByText('The search has looked at 5000 events so far.').waitFor();
		await page.getByRole('button', { name: 'Show older' }).click();
		await page.getByText('The search has looked at 10000 events so far.').waitFor();
		await page.getByRole('button', { name: 'Show older' }).click();
		await page.getByText('evt_9999').waitFor();

		// With the head; and a machine that has other work as well.
		expect([first, second]).toEqual([101, 201]);
		expect(painted).toBeLessThan(3_000);
		expect(filtered).toBeLessThan(3_000);
	});
});

describe('when the run goes away', () => {
	it('the page says so, and goes on by itself when it is back', async () => {
		open = await visit(browser, inspected);
		const { page, problems } = open;
		await page.getByText('live', { exact: true }).waitFor();

		await inspected.kill();
		await page.getByText('not connected, trying again').waitFor();
		await photograph(page, 'gone');
		await inspected.startAgain();
		await page.getByText('live', { exact: true }).waitFor();
		await inspected.sample({ source: 'stripe', type: 'invoice.paid', id: 'after' });
		await rowOf(page, 'evt_after').waitFor();

		expect(problems.filter((problem) => !problem.includes('ERR_'))).toEqual([]);
	}, 60_000);
});
