import { beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { buildPage } from '../../../src/plugin/inspector/build-page.ts';
import type { Page } from '../../../src/plugin/inspector/send.ts';

let page: Page;

beforeAll(async () => {
	page = await buildPage();
});

describe('the page of the inspector', () => {
	it('is a script of less than 60 KB, of which its library is less than 20', async () => {
		const contents = `export { render } from 'preact'; export * from 'preact/hooks'; export * from 'preact/jsx-runtime';`;
		const options = { bundle: true, minify: true, write: false, format: 'esm' } as const;
		const { outputFiles } = await build({ ...options, stdin: { contents, resolveDir: import.meta.dirname } });

		expect(page.script.length).toBeGreaterThan(20 * 1024);
		expect(page.script.length).toBeLessThan(60 * 1024);
		expect(outputFiles[0]?.contents.length).toBeLessThan(20 * 1024);
	});

	it('asks no other host for anything', () => {
		const { html, script, style } = page;

		// Those of the W3C are names of SVG and MathML, which nobody asks for.
		const hosts = `${html}${script}${style}`.match(/(https?|wss?):\/\/[^/"'`\s]+|["'`(]\/\/\w[^/"'`\s]+/g) ?? [];
		expect(hosts.filter((host) => host !== 'http://www.w3.org')).toEqual([]);
		expect(style).not.toMatch(/@import|url\(/);
		expect([...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, target]) => target)).toEqual(['data:,', '/page.css', '/page.js']);
	});

	it('has nothing inline, which its policy would refuse, and never writes HTML', () => {
		const { html, script } = page;

		expect(html).not.toMatch(/<style|<script(?![^>]*src=)|\son\w+=|\sstyle=/);
		expect(script).not.toMatch(/\beval\(|new Function\(|insertAdjacentHTML|document\.write|outerHTML/);
	});

	it('has rules for a dark screen, for a narrow one and for who wants no motion', () => {
		expect(page.style).toContain('prefers-color-scheme:dark');
		expect(page.style).toContain('prefers-reduced-motion');
		expect(page.style).toMatch(/max-width:44rem|width<=44rem/);
	});
});
