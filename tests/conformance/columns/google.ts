import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFakeGoogle } from '../../clouds/google/fake-google.ts';
import { startFramework } from '../../clouds/google/framework.ts';
import { startFrontEnd } from '../../clouds/google/front-end.ts';
import { write } from '../../plugin/aws/package-service.ts';
import { bundle } from '../bundle.ts';
import { routesIn, secret, secretNames } from '../probe-service.ts';
import type { Column } from './column.ts';

const prefix = 'hookport-dev-';

/** The zips of `sls package`, each under the functions-framework, with a stand-in for Google's front end before it. */
export async function startGoogle(dir: string): Promise<Column> {
	const folder = mkdtempSync(join(tmpdir(), 'hookport-conformance-'));
	const google = await startFakeGoogle();
	google.deploy({ prefix, functions: ['kept', 'reply'], secrets: secretNames });
	for (const name of secretNames) google.setSecret(name, secret, prefix);
	const lines: string[] = [];
	const routes = routesIn(dir, 'dev');
	const sources = { echo: 'endpoints', probe: 'endpoints', dropbox: 'endpoints', reply: 'functions' };
	const start = async (name: string, kind: string) => {
		write(
			join(dir, `entry-${name}.ts`),
			`import { serve } from './src/clouds/google/serve.ts';\nimport { handler as own } from './src/${kind}/${name}.ts';\nexport const handler = serve(own);\n`,
		);
		await bundle({ dir, entry: `entry-${name}.ts`, condition: 'google', routes, outfile: join(folder, name, 'index.js') });
		write(join(folder, name, 'package.json'), '{"main":"index.js"}');
		const framework = await startFramework({
			folder: join(folder, name),
			env: { ...google.env(name, prefix), ...Object.fromEntries(secretNames.map((each) => [each, secret])) },
			onLine: (line) => lines.push(line),
		});
		const front = await startFrontEnd({ targetOf: async (path) => ({ port: framework.port, path }) });
		return { name, framework, front };
	};
	const running = await Promise.all(Object.entries(sources).map(([name, kind]) => start(name, kind)));
	return {
		cloud: 'google',
		port: (name) => running.find((one) => one.name === name)?.front.port ?? 0,
		adds: ['x-forwarded-for', 'x-forwarded-proto', 'x-cloud-trace-context'],
		lines: () => lines,
		close: async () => {
			for (const { framework, front } of running) {
				await front.close();
				await framework.close();
			}
			await google.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
