import { Mistake } from '../mistake.ts';
import type { Clients } from './clients.ts';
import { deployTemplate, type Outputs } from './deployment.ts';
import { explain } from './explain.ts';
import type { AppName } from './plan.ts';
import { pruneAssignments, pruneQueues } from './prune.ts';
import { publish } from './publish.ts';
import { removedVault } from './removed-vault.ts';
import { ensureGroup, markGroup } from './resource-group.ts';
import type { Target } from './target.ts';
import type { Template } from './template.ts';
import { vaultMode } from './vault.ts';

export type Artifacts = {
	readonly template: Template;
	/** Of apps that have functions. */
	readonly zips: Readonly<Partial<Record<AppName, Buffer>>>;
	/** Of functions that are in serverless.yml. */
	readonly queues: readonly string[];
	readonly region: string;
	readonly throwAway: boolean;
};

export type Say = (line: string) => void;

/**
 * Creates a stage, or makes one that is there what serverless.yml says now. Each step looks at what there is, so one that failed is done again by the next
 * `sls deploy`. Functions are published before endpoints: whoever sends to a queue finds somebody behind it.
 * @throws {Mistake} with the step, and the reason in one line
 */
export async function deploy(clients: Clients, target: Target, artifacts: Artifacts, say: Say): Promise<Outputs> {
	const { arm } = clients;
	const { template, zips, queues, region, throwAway } = artifacts;
	const step = stepper(say);
	await step(`resource group ${target.resourceGroup}`, () => ensureGroup(arm, target, { region, throwAway }));
	const mode = await step('vault of an earlier deployment', async () => ((await removedVault(arm, target)) ? 'recover' : 'default'));
	const parameters = { [vaultMode]: { value: mode } };
	const outputs = await step('resources', () => deployTemplate(clients, target, { template, parameters }));
	await step('mark of what goes with `sls remove`', () => markGroup(arm, target, throwAway));
	await step('rights that are no longer needed', () => pruneAssignments(arm, target, outputs));
	for (const app of ['functions', 'endpoints'] as const) {
		const zip = zips[app];
		if (zip) await step(`code of the ${app}`, () => publish(clients, target, { site: outputs[app], zip }));
	}
	const gone = await step('queues of functions that are gone', () =>
		pruneQueues(arm, target, { storage: outputs.storage, wanted: queues }),
	);
	if (gone.length > 0) say(`removed ${gone.join(', ')}`);
	return outputs;
}

/** Says each step before it is done, and of one that fails which it was. */
function stepper(say: Say) {
	return async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
		say(name);
		try {
			return await work();
		} catch (error) {
			throw new Mistake(`sls deploy: ${name}: ${explain(error)}`);
		}
	};
}
