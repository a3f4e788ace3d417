// `npm run simulate`: what the packaged configuration allows on each cloud, on paper. docs/scale.md says how far to believe it.
import { writeFileSync } from 'node:fs';
import { checkLocalRun } from './check/check-local-run.ts';
import type { CloudName, Deployment } from './deployment.ts';
import { packageClouds } from './read/package-clouds.ts';
import { cloudNames, readDeployment } from './read/read-deployment.ts';
import { BadOption, readOptions, type SimulateOptions } from './read-options.ts';
import { resultsOf } from './results.ts';
import { showResults } from './show-results.ts';

const file = (name: string) => new URL(name, import.meta.url);
const lines = (value: unknown) => `${JSON.stringify(value, undefined, '\t')}\n`;

try {
	await simulate(readOptions(process.argv.slice(2)));
} catch (error) {
	if (!(error instanceof BadOption)) throw error;
	console.error(error.message);
	process.exitCode = 2;
}

async function simulate({ clouds, serviceSeconds, check, json, write, ...asked }: SimulateOptions): Promise<void> {
	if (check) return await checkLocalRun({ json, write, seed: asked.seed });
	const deployments = await readDeployments(clouds, serviceSeconds);
	const results = resultsOf(deployments, asked);
	if (write) writeFileSync(file('results.json'), lines(results));
	process.stdout.write(json ? lines(results) : showResults(results));
}

async function readDeployments(clouds: readonly CloudName[], serviceSeconds: number | undefined): Promise<readonly Deployment[]> {
	const packages = packageClouds();
	try {
		const deployments: Deployment[] = [];
		for (const cloud of cloudNames.filter((name) => clouds.includes(name))) {
			const deployment = await readDeployment(cloud, packages);
			const { worker } = deployment;
			deployments.push(serviceSeconds === undefined ? deployment : { ...deployment, worker: { ...worker, seconds: serviceSeconds } });
		}
		return deployments;
	} finally {
		packages.remove();
	}
}
