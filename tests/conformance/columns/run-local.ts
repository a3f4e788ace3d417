// The local run of the probe service in a process of its own, so that what its functions write can be read. It ends with whoever started it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalRun } from '../../../src/plugin/local/local-run.ts';
import { bundle } from '../bundle.ts';
import { routesIn, secret, secretNames } from '../probe-service.ts';

const [, , dir = ''] = process.argv;
const dataDir = mkdtempSync(join(tmpdir(), 'hookport-conformance-'));
const environment = Object.fromEntries(secretNames.map((name) => [name, secret]));
const routes = routesIn(dir, 'dev');
const endpoints = ['echo', 'probe', 'dropbox'].map((name) => [name, `src/endpoints/${name}.ts`, 'endpoint'] as const);
const own = ['kept', 'reply'].map((name) => [name, `src/functions/${name}.ts`, 'function'] as const);
const built = [...endpoints, ...own].map(async ([name, entry, kind]) => {
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
process.send?.(run.port);
process.once('disconnect', async () => {
	await run.stop();
	rmSync(dataDir, { recursive: true, force: true });
	process.exit(0);
});
