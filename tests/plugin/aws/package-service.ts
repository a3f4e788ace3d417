import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const project = resolve(import.meta.dirname, '../../..');

export type Template = {
	readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>>;
	readonly Outputs: Readonly<Record<string, unknown>>;
};

/** A copy of the sample service, so that packaging it disturbs nobody. */
export function copyService(): { readonly dir: string; readonly remove: () => void } {
	const dir = mkdtempSync(join(tmpdir(), 'hookport-aws-'));
	for (const each of ['src', 'serverless.yml', 'package.json']) cpSync(join(project, each), join(dir, each), { recursive: true });
	symlinkSync(join(project, 'node_modules'), join(dir, 'node_modules'));
	return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export function write(file: string, text: string): void {
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, text);
}

/** `sls package`, without credentials. Rejects with what it printed. */
export async function packageService(dir: string, ...options: readonly string[]): Promise<Template> {
	const { AWS_PROFILE: _, AWS_ACCESS_KEY_ID: __, ...env } = process.env;
	const osls = join(project, 'node_modules/serverless/bin/serverless.js');
	const { status, stdout, stderr } = await run([osls, 'package', ...options], { cwd: dir, env: { ...env, NODE_OPTIONS: '' } });
	if (status !== 0) throw new Error(stdout + stderr);
	return JSON.parse(readFileSync(templateOf(dir), 'utf8'));
}

type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

function run(args: readonly string[], options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }): Promise<Ended> {
	return new Promise((resolve) => {
		const child = execFile(process.execPath, args, options, (_, stdout, stderr) => resolve({ status: child.exitCode, stdout, stderr }));
	});
}

export function templateOf(dir: string): string {
	return join(dir, '.serverless/cloudformation-template-update-stack.json');
}

export function exists(dir: string, path: string): boolean {
	return existsSync(join(dir, path));
}
