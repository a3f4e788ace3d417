import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bundle } from '../../../src/plugin/azure/bundle.ts';
import { samplePlan } from './sample-plan.ts';

const project = resolve(import.meta.dirname, '../../..');

let dir: string;
beforeAll(() => {
	dir = mkdtempSync(join(tmpdir(), 'hookport-bundle-'));
	mkdirSync(join(dir, 'src'));
	for (const each of ['node_modules', 'package.json', 'src/clouds', 'src/webhook']) symlinkSync(join(project, each), join(dir, each));
	writeFileSync(
		join(dir, 'src/own.ts'),
		'declare const GREETING: string;\nexport const handler = async () => { using it = { [Symbol.dispose]: () => undefined }; return [it, GREETING]; };',
	);
});
afterAll(() => rmSync(dir, { recursive: true }));

const built = async (version: string, own: unknown) => {
	const plan = samplePlan();
	const routes = { ...plan.routes, routes: [], timeouts: { own: 10 } };
	const wish = { functions: { own: { handler: 'src/own.handler' } }, plan: { routes, host: { ...plan.host, version } }, own };
	return (await bundle('functions', dir, wish)).toString();
};
const own = { define: { GREETING: '"hello"' } };

describe('a bundle for Azure', () => {
	it('has no syntax that the Node of its app does not know', async () => {
		expect(/\busing \w+=/.test(await built('22', own))).toBe(false);
	});

	it('given the user’s own options → they count', async () => {
		expect(/\busing \w+=/.test(await built('22', { ...own, target: 'esnext' }))).toBe(true);
		expect(await built('22', own)).toContain('"hello"');
	});

	it('given one that the gateway depends on → one line', async () => {
		await expect(built('22', { ...own, format: 'esm' })).rejects.toThrow('custom.esbuild.format: the webhook plugin sets this one itself');
	});
});
