import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findChromium } from './find-chromium.ts';
import type { Inspected } from './start-inspected.ts';

export type Visit = {
	readonly page: Page;
	/** What went wrong in the page: errors, violations of its policy, dialogs. */
	readonly problems: readonly string[];
	/** Every URL that it asked for. */
	readonly asked: readonly string[];
	/** What the API answered, but for the curl command, which is signed. */
	readonly answers: () => Promise<string>;
	readonly close: () => Promise<void>;
};

/** For whoever looks after a run of the suite; git ignores the folder. */
export async function photograph(page: Page, name: string, fullPage = false): Promise<void> {
	await page.screenshot({ path: join(import.meta.dirname, 'screenshots', `${name}.png`), fullPage });
}

/** Its sandbox does not work for root. */
export function openBrowser(): Promise<Browser> {
	const executablePath = findChromium();
	return chromium.launch({ ...(executablePath && { executablePath }), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}

/** Opens the inspector by the link that `npm start` printed, or another address of it, in a fresh profile. */
export async function visit(
	browser: Browser,
	{ url, token }: Pick<Inspected, 'url' | 'token'>,
	{ address = `/#token=${token}`, ...options }: BrowserContextOptions & { readonly address?: string } = {},
): Promise<Visit> {
	const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'], ...options });
	const page = await context.newPage();
	// Less than a test has, so that what was waited for is told.
	page.setDefaultTimeout(15_000);
	const problems: string[] = [];
	const asked: string[] = [];
	const answers: Promise<string>[] = [];
	page.on('pageerror', (error) => problems.push(String(error)));
	page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
	page.on('dialog', async (dialog) => {
		problems.push(`dialog: ${dialog.message()}`);
		await dialog.dismiss();
	});
	page.on('request', (request) => asked.push(request.url()));
	page.on('response', (response) => {
		if (/\/api\/(?!changes|curl)/.test(response.url())) answers.push(response.text().catch(() => ''));
	});
	await page.goto(`${url}${address}`);
	return { page, problems, asked, answers: async () => (await Promise.all(answers)).join('\n'), close: () => context.close() };
}
