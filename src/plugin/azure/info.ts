import { table } from '../commands/event-line.ts';
import type { Clients } from './clients.ts';
import { appNames, called, functionsOf, queued } from './plan.ts';
import { deployed, siteUrl } from './stage/deployed.ts';
import type { Stage } from './stage/stage.ts';
import { found, groupPath, type Target, versions } from './target.ts';

/** `sls info`: what is deployed, whether it runs, and where each function is reached. */
export async function info(stage: Stage, print: (text: string) => void): Promise<void> {
	const { target, plan, clients } = stage;
	const outputs = await deployed(stage);
	print(`stage: ${target.owner}\nresource group: ${target.resourceGroup}\nstorage: ${outputs.storage}\nvault: ${outputs.vault}`);
	for (const app of appNames) {
		const state = await stateOf(clients.arm, target, outputs[app]);
		print(`\n${app}: ${outputs[app]} (${state})`);
		const rows = functionsOf(app, plan.routes).map((name) => [
			`  ${name}`,
			wokenBy(name, plan.settings.publicUrl ?? siteUrl(outputs[app]), stage),
		]);
		if (rows.length > 0) print(table(rows));
	}
}

function wokenBy(name: string, base: string, { plan: { routes } }: Stage): string {
	const paths = new Set(routes.routes.flatMap(({ function: of, path }) => (of === name && path !== undefined ? [`${base}${path}`] : [])));
	const queue = queued(routes).includes(name) ? [`queue ${name}`] : [];
	return called(routes).includes(name) ? 'called by other functions' : [...paths, ...queue].join(', ');
}

async function stateOf(arm: Clients['arm'], target: Target, site: string): Promise<string> {
	const path = `${groupPath(target)}/providers/Microsoft.Web/sites/${site}?api-version=${versions.web}`;
	// Sound because the API says so: https://learn.microsoft.com/en-us/rest/api/appservice/web-apps/get
	const body = (await found(arm({ path }))) as { readonly properties: { readonly state?: string } } | undefined;
	return body === undefined ? 'gone: deploy again' : (body.properties.state ?? 'unknown');
}
