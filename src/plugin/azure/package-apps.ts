import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Functions } from '../serverless.ts';
import { zipOf } from '../zip.ts';
import { bundle } from './bundle.ts';
import { hostJson } from './host-json.ts';
import { type AppName, appNames, type Plan } from './plan.ts';
import { templateOf } from './template.ts';

export const templateFile = 'hookport-azure.json';
export const zipFile = (app: AppName) => `${app}.zip`;

type Wish = {
	readonly plan: Plan;
	readonly functions: Functions;
	readonly serviceDir: string;
	/** Where to. */
	readonly folder: string;
	/** `custom.esbuild`. */
	readonly own: unknown;
};

/** Writes the template, and each app's zip. The same configuration and files make the same bytes. */
export async function packageApps({ plan, functions, serviceDir, folder, own }: Wish): Promise<void> {
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, templateFile), text(templateOf(plan)));
	for (const app of appNames) {
		const files = new Map([
			['host.json', Buffer.from(text(hostJson(app, plan)))],
			['index.cjs', await bundle(app, serviceDir, { functions, plan, own })],
			['package.json', Buffer.from(text({ name: `${plan.routes.service}-${app}`, main: 'index.cjs' }))],
		]);
		writeFileSync(join(folder, zipFile(app)), zipOf(files));
	}
}

function text(value: object): string {
	return `${JSON.stringify(value, null, '\t')}\n`;
}
