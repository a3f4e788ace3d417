import type { Wanted } from '../new/plan-entries.ts';
import { planFunction } from '../new/plan-function.ts';
import type { Project } from '../new/project.ts';
import { writeFiles } from '../new/write-files.ts';
import type { Desk } from './desk.ts';
import { quoted } from './send.ts';

/** `sls webhook new function`: writes the file of a function, its test, its sample and its entry in serverless.yml, or nothing. */
export async function newFunction(options: Wanted, desk: Desk, project: Project): Promise<void> {
	const { folder, file } = project;
	const { source, entry, created, text, missing } = await planFunction(options, project);
	writeFiles({ folder, created, changed: { path: file, text } });
	desk.print(`Wrote ${[...Object.keys(created), `its entry in ${file}`].join(', ')}`);
	desk.print(
		`Say in src/functions/${source.name}/${entry.name}.ts what is to be done; npm test -- functions/${source.name}/${entry.name} tries it`,
	);
	if (missing !== undefined)
		desk.print(`First write ${missing}: no sample of ${entry.type} could be made (src/providers/samples/README.md)`);
	else desk.print(`After npm start: npx sls webhook send --source ${source.name} --type ${quoted(entry.type)}`);
}
