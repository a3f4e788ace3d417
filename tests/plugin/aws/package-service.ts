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
	for (const each of ['src', 'serverless.yml', 'serverless.google.yml', 'package.json'])
		cpSync(join(project, each), join(dir, each), { recursive: true });
	symlinkSync(join(project, 'node_modules'), join(dir, 'node_modules'));
	return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export function write(file: string, text: string): void {
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, text);
}

/** `sls package`, without credentials. Rejects with what it printed. */
export async function packageService(dir: string, ...options: readonly string[]): Promise<Template> {
	await sls(dir, ['package', ...options]);
	return JSON.parse(readFileSync(templateOf(dir), 'utf8'));
}

/** Runs a command of osls, with no other AWS settings than these, and returns what it printed; `input` is what is piped into it. Rejects with that when it fails. */
export async function sls(
	dir: string,
	args: readonly string[],
	{ input = '', ...settings }: Readonly<Record<string, string>> & { readonly input?: string } = {},
): Promise<string> {
	const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
	const osls = join(project, 'node_modules/serverless/bin/serverless.js');
	const env = { ...Object.fromEntries(inherited), NODE_OPTIONS: '', ...settings };
	const { status, stdout, stderr } = await run([osls, ...args], { cwd: dir, env }, input);
	if (status !== 0) throw new Error(stdout + stderr);
	return stdout + stderr;
}

type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

function run(args: readonly string[], options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }, input: string): Promise<Ended> {
	return new Promise((resolve) => {
		const child = execFile(process.execPath, args, options, (_, stdout, stderr) => resolve({ status: child.exitCode, stdout, stderr }));
		child.stdin?.end(input);
	});
}

export function templateOf(dir: string): string {
	return join(dir, '.serverless/cloudformation-template-update-stack.json');
}

export function exists(dir: string, path: string): boolean {
	return existsSync(join(dir, path));
}
