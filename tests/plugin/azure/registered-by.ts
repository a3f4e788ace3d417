import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readZip } from '../aws/read-zip.ts';

/** What the worker would be told: https://github.com/Azure/azure-functions-nodejs-worker/blob/v4.x/types-core/index.d.ts */
const core = `const told = [];
exports.version = '4.0.0';
exports.log = () => {};
exports.setProgrammingModel = exports.registerHook = () => {};
exports.registerFunction = ({ name, bindings }) => told.push([name, Object.values(bindings).find(({ direction }) => direction === 'in')]);
process.on('exit', () => process.stdout.write(JSON.stringify(told)));`;

export type Binding = Readonly<Record<string, unknown>>;

/** Loads a zip as the worker does, and tells what wakes each function that it registers. */
export function registeredBy(zip: string): Readonly<Record<string, Binding>> {
	const dir = mkdtempSync(join(tmpdir(), 'hookport-zip-'));
	try {
		for (const [name, content] of readZip(zip)) writeFileSync(join(dir, name), content);
		const worker = join(dir, 'node_modules/@azure/functions-core');
		mkdirSync(worker, { recursive: true });
		writeFileSync(join(worker, 'index.js'), core);
		const env = {
			PATH: process.env.PATH,
			WEBHOOK_STORAGE: 'https://any.{service}.core.windows.net',
			WEBHOOK_VAULT: 'https://any.vault.azure.net',
		};
		return Object.fromEntries(JSON.parse(execFileSync(process.execPath, ['-e', "require('.')"], { cwd: dir, env, encoding: 'utf8' })));
	} finally {
		rmSync(dir, { recursive: true, force: true });
	}
}
