import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mistake } from '../mistake.ts';
import type { Artifacts } from './deploy.ts';
import { templateFile, zipFile } from './package-apps.ts';
import { appNames, functionsOf, type Plan, queued, queuesOf } from './plan.ts';

/** What `sls package` wrote. */
export function readArtifacts(folder: string, { routes, settings, host }: Plan): Artifacts {
	const read = (name: string) => {
		const file = join(folder, name);
		if (!existsSync(file))
			throw new Mistake(`sls deploy: there is no ${name} in ${folder}: npx sls package first, or deploy without --package`);
		return readFileSync(file);
	};
	// An app without a function has nothing to publish. The functions always have the sweep.
	const apps = appNames.filter((app) => app === 'functions' || functionsOf(app, routes).length > 0);
	return {
		template: JSON.parse(read(templateFile).toString()),
		zips: Object.fromEntries(apps.map((app) => [app, read(zipFile(app))])),
		queues: queued(routes).flatMap(queuesOf),
		region: host.region,
		throwAway: settings.throwAway,
	};
}
