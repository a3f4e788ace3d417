import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalRun } from '../../../src/plugin/local/local-run.ts';
import { bundle } from '../bundle.ts';
import { routesIn, secret, secretNames } from '../probe-service.ts';
import type { Column } from './column.ts';

const environment = Object.fromEntries(secretNames.map((name) => [name, secret]));

/** The gateway and the threads that `npm start` starts. */
export async function startLocal(dir: string): Promise<Column> {
	const dataDir = mkdtempSync(join(tmpdir(), 'hookport-conformance-'));
	const routes = routesIn(dir, 'dev');
	const names = ['echo', 'probe', 'dropbox'].map((name) => [name, `src/endpoints/${name}.ts`, 'endpoint'] as const);
	const own = ['kept', 'reply'].map((name) => [name, `src/functions/${name}.ts`, 'function'] as const);
	const built = [...names, ...own].map(async ([name, entry, kind]) => {
		const file = await bundle({ dir, entry, condition: 'local', routes, outfile: join(dataDir, `${name}.cjs`) });
		return [name, { file, handler: 'handler', environment, timeoutSeconds: 6, kind }] as const;
	});
	const functions = Object.fromEntries(await Promise.all(built));
	const run = await startLocalRun({
		host: '127.0.0.1',
		port: 0,
		dataDir,
		publicUrl: 'http://gateway.example',
		routes,
		functions,
		httpApi: [],
	});
	return {
		cloud: 'local',
		port: () => run.port,
		adds: [],
		lines: () => [],
		close: async () => {
			await run.stop();
			rmSync(dataDir, { recursive: true, force: true });
		},
	};
}
