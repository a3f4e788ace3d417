import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { knownOf } from '../../src/plugin/known.ts';
import { Mistake } from '../../src/plugin/mistake.ts';
import { readRoutes, type Service } from '../../src/plugin/read-routes.ts';
import type { Routes } from '../../src/webhook/source.ts';

const sls = join('node_modules', 'serverless', 'bin', 'serverless.js');

/**
 * `sls package` for a cloud, into a folder of its own, and the routes of what was packaged. `options` are of the command line.
 * @throws {Mistake} with the line that sls ends with
 */
export async function packageFor(cloud: string, folder: string, options: readonly string[]): Promise<Routes> {
	const given = ['--config', `serverless.${cloud}.yml`, ...options];
	const [printed] = await Promise.all([run('print', '--format', 'json', ...given), run('package', '--package', folder, ...given)]);
	// Sound because the plugin itself has read the same configuration and refused nothing.
	const { service, provider, custom, functions = {} } = JSON.parse(printed) as Printed;
	const { timeout = 6, stage } = provider;
	return readRoutes({ service, stage, timeout, webhook: custom?.webhook, functions }, knownOf(process.cwd()));
}

type Printed = Partial<Pick<Service, 'functions'>> &
	Pick<Service, 'service'> & {
		readonly provider: { readonly stage: string; readonly timeout?: number };
		readonly custom?: { readonly webhook?: unknown };
	};

function run(...args: readonly string[]): Promise<string> {
	return new Promise((resolve, reject) => {
		execFile(process.execPath, [sls, ...args], { maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
			if (error === null) return resolve(stdout);
			reject(new Mistake(`sls ${args.join(' ')}: ${reasonIn(stdout + stderr)}`));
		});
	});
}

/** osls says `Error:`, then what it is. */
function reasonIn(output: string): string {
	const lines = output.split('\n').map((line) => line.trim());
	const at = lines.indexOf('Error:');
	return lines.slice(at + 1).find((line) => line !== '') ?? 'it failed, and did not say why';
}
