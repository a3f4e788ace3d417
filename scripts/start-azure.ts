// `npm run start:azure`: serves the packaged apps in a stand-in for the Azure Functions host, on Azurite.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appNames, queued, routesOfApp } from '../src/plugin/azure/plan.ts';
import { azureService } from '../tests/clouds/azure/azure-service.ts';
import { queueService } from '../tests/clouds/azure/stand-in-host/queue-service.ts';
import { type Host, startHost } from '../tests/clouds/azure/stand-in-host/start-host.ts';
import { startAzurite } from '../tests/clouds/azure/start-azurite.ts';
import { startFrontEnd } from '../tests/clouds/start-front-end.ts';
import { unzip } from '../tests/clouds/unzip.ts';
import { type Packaged, runPackaged } from './local-run/run-packaged.ts';

await runPackaged({ name: 'azure', under: 'a stand-in for the Functions host, on Azurite', params: [], start });

async function start({ routes, folder, port, url, secrets, onLine }: Packaged): Promise<() => Promise<void>> {
	const azurite = await startAzurite();
	const { connection } = azurite;
	const env = {
		...ownSettings(folder),
		...(await azureService(connection, queued(routes))),
		...secrets,
		WEBHOOK_STORAGE_CONNECTION: connection,
		WEBHOOK_PUBLIC_URL: process.env.WEBHOOK_PUBLIC_URL || url,
		AzureWebJobsStorage: connection,
	};
	const hosts: { readonly host: Host; readonly paths: readonly string[] }[] = [];
	for (const app of appNames) {
		unzip(join(folder, `${app}.zip`), join(folder, app));
		const host = await startHost({ folder: join(folder, app), env, queues: queueService(connection), onLine });
		host.run();
		const paths = routesOfApp(app, routes).flatMap(({ path }) => path ?? []);
		hosts.push({ host, paths });
	}
	const targetOf = async (path: string) => {
		const found = hosts.find(({ paths }) => paths.includes(path.split('?')[0] ?? ''));
		return found && { port: found.host.port, path };
	};
	const front = await startFrontEnd({ port, targetOf });
	return async () => {
		await front.close();
		for (const { host } of hosts) await host.close();
		await azurite.close();
	};
}

/** What serverless.yml gives the team's own code, which stands in the template as it is. */
function ownSettings(folder: string): Readonly<Record<string, string>> {
	const template = JSON.parse(readFileSync(join(folder, 'hookport-azure.json'), 'utf8')) as Template;
	const all = template.resources.flatMap(({ properties }) => properties?.siteConfig?.appSettings ?? []);
	return Object.fromEntries(all.filter(({ value }) => !value.startsWith('[')).map(({ name, value }) => [name, value]));
}

type Setting = { readonly name: string; readonly value: string };
type Template = {
	readonly resources: readonly { readonly properties?: { readonly siteConfig?: { readonly appSettings?: readonly Setting[] } } }[];
};
