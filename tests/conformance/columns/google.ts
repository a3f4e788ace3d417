import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '../../../src/plugin/google/plan.ts';
import { startFakeGoogle } from '../../clouds/google/fake-google.ts';
import { googleHeaders } from '../../clouds/google/google-headers.ts';
import { startFramework } from '../../clouds/google/start-framework.ts';
import { startFrontEnd } from '../../clouds/start-front-end.ts';
import { unzip } from '../../clouds/unzip.ts';
import { sls } from '../../plugin/aws/package-service.ts';
import { secret, secretNames } from '../probe-service.ts';
import type { Column } from './column.ts';

/** The zips of `sls package`, each under the functions-framework, with a stand-in for Google's front end before it. */
export async function startGoogle(dir: string): Promise<Column> {
	const folder = mkdtempSync(join(tmpdir(), 'hookport-conformance-'));
	await sls(dir, ['package', '--config', 'serverless.google.yml', '--stage', 'prod']);
	const { prefix, functions } = JSON.parse(readFileSync(join(dir, '.serverless/hookport-google.json'), 'utf8')) as Plan;
	const google = await startFakeGoogle();
	const secrets = Object.fromEntries(secretNames.map((name) => [name, secret]));
	const lines: string[] = [];
	const start = async ({ of, environment }: Plan['functions'][number]) => {
		unzip(join(dir, `.serverless/${of}.zip`), join(folder, of));
		const env = { ...google.env(of, prefix), ...environment, ...secrets };
		const framework = await startFramework({ folder: join(folder, of), env, onLine: (line) => lines.push(line) });
		const front = await startFrontEnd({ targetOf: async (path) => ({ port: framework.port, path }), adds: googleHeaders });
		return { of, framework, front };
	};
	const running = await Promise.all(functions.filter((each) => each.public || each.of === 'kept').map(start));
	const portOf = (name: string) => running.find(({ of }) => of === name)?.front.port ?? 0;
	const pushTo = { kept: `http://127.0.0.1:${portOf('kept')}` };
	google.deploy({ prefix, functions: ['kept', 'reply'], pushTo, secrets: secretNames });
	for (const name of secretNames) google.setSecret(name, secret, prefix);
	return {
		cloud: 'google',
		port: portOf,
		adds: ['x-forwarded-for', 'x-forwarded-proto', 'x-cloud-trace-context'],
		settle: async () => {},
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
