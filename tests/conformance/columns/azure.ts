import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { azureService } from '../../clouds/azure/azure-service.ts';
import { queueService } from '../../clouds/azure/stand-in-host/queue-service.ts';
import { type Host, startHost } from '../../clouds/azure/stand-in-host/start-host.ts';
import { startAzurite } from '../../clouds/azure/start-azurite.ts';
import { unzip } from '../../clouds/unzip.ts';
import { sls } from '../../plugin/aws/package-service.ts';
import { secret, secretNames } from '../probe-service.ts';
import type { Column } from './column.ts';

const apps = { endpoints: ['echo', 'probe', 'dropbox'], functions: ['reply', 'kept'] };

/** The zips of `sls package`, each in a stand-in for the Functions host, on Azurite. */
export async function startAzure(dir: string): Promise<Column> {
	const folder = mkdtempSync(join(tmpdir(), 'hookport-conformance-'));
	await sls(dir, ['package', '--config', 'serverless.azure.yml', '--stage', 'prod']);
	const { connection, close } = await startAzurite();
	const env = {
		...(await azureService(connection, apps.functions)),
		...Object.fromEntries(secretNames.map((name) => [name, secret])),
		WEBHOOK_PUBLIC_URL: 'https://gateway.example',
		AzureWebJobsStorage: connection,
	};
	const lines: string[] = [];
	const start = async (app: string): Promise<Host> => {
		unzip(join(dir, `.serverless/${app}.zip`), join(folder, app));
		return await startHost({ folder: join(folder, app), env, queues: queueService(connection), onLine: (line) => lines.push(line) });
	};
	const [endpoints, functions] = [await start('endpoints'), await start('functions')];
	return {
		cloud: 'azure',
		port: (name) => (apps.functions.includes(name) ? functions : endpoints).port,
		adds: ['x-forwarded-for', 'x-forwarded-proto', 'x-original-url', 'x-waws-unencoded-url', 'client-ip', 'disguised-host', 'max-forwards'],
		settle: functions.settle,
		lines: () => lines,
		close: async () => {
			await endpoints.close();
			await functions.close();
			await close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
