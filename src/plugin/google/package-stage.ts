import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Routes } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import { zipOf } from '../zip.ts';
import { bundle } from './bundle.ts';
import type { Plan } from './plan.ts';

/** What a deployment reads: the plan, and one zip for each function of serverless.yml. */
export type Packaged = { readonly plan: Plan; readonly zipOf: (name: string) => Buffer };

const planFile = 'hookport-google.json';

export async function packageStage(
	plan: Plan,
	folder: string,
	service: { readonly serviceDir: string; readonly routes: Routes; readonly own: unknown },
): Promise<void> {
	mkdirSync(folder, { recursive: true });
	for (const file of readdirSync(folder)) if (file.endsWith('.zip')) rmSync(join(folder, file));
	const built = new Map(plan.functions.map((each) => [each.of, each]));
	await Promise.all(
		[...built.values()].map(async ({ of, handler, runtime }) => {
			const files = await bundle(handler, { ...service, runtime });
			writeFileSync(join(folder, `${of}.zip`), zipOf(new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]))));
		}),
	);
	writeFileSync(join(folder, planFile), `${JSON.stringify(plan, undefined, 2)}\n`);
}

/** @throws {Mistake} where nothing was packaged, or another stage was */
export function readPackaged(folder: string, { mark, project, region }: Pick<Plan, 'mark' | 'project' | 'region'>): Packaged {
	const read = (file: string) => {
		try {
			return readFileSync(join(folder, file));
		} catch {
			throw new Mistake(`${file} is missing where the package should be: run npx sls package first`);
		}
	};
	// Sound because only packageStage writes the file.
	const plan = JSON.parse(read(planFile).toString()) as Plan;
	if (plan.mark !== mark || plan.project !== project || plan.region !== region)
		throw new Mistake(`--package: what is there is of ${plan.mark} in ${plan.project}, ${plan.region}; package this stage first`);
	return { plan, zipOf: (name) => read(`${name}.zip`) };
}
