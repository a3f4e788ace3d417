import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { faintTexts } from './contrast.ts';
import { seedEvents } from './seed-events.ts';
import { type Inspected, startInspected } from './start-inspected.ts';
import { openBrowser, type Visit, visit } from './visit.ts';

const many = 10_000;
const screenshots = join(import.meta.dirname, 'screenshots');

let inspected: Inspected;
let browser: Browser;
let open: Visit;

beforeAll(async () => {
	mkdirSync(screenshots, { recursive: true });
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

const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
	[1280, 360].flatMap((width) => Object.entries(screens).map(([name, show]) => [name, colorScheme, width, show] as const)),
);

describe('what is shown', () => {
	it.each(looks)('on the screen %s, %s, %i wide, fits and stands out', async (name, colorScheme, width, show) => {
		open = await visit(browser, inspected, { colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' });
		const { page, problems } = open;
		await rows(page).nth(1).waitFor();

		await show(page);

		const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
		const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		await page.screenshot({ path: join(screenshots, `${name}-${colorScheme}-${width}.png`), fullPage: name !== 'list' });
		expect(ground).toBe(colorScheme === 'light' ? 'rgb(247, 247, 245)' : 'rgb(20, 22, 24)');
		expect(tooWide).toBeLessThanOrEqual(0);
		expect(await faintTexts(page)).toEqual([]);
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
		for (let pages = 0; pages < 3 && !(await page.getByText('evt_9999').isVisible()); pages += 1) {
			await page.getByText('The search has looked at').waitFor();
			await page.getByRole('button', { name: 'Show older' }).click();
		}
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
		await inspected.startAgain();
		await page.getByText('live', { exact: true }).waitFor();
		await inspected.sample({ source: 'stripe', type: 'invoice.paid', id: 'after' });
		await rowOf(page, 'evt_after').waitFor();

		expect(problems.filter((problem) => !problem.includes('ERR_'))).toEqual([]);
	}, 60_000);
});
