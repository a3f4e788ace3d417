import { Mistake } from '../../mistake.ts';
import { type Outputs, readOutputs } from '../deployment.ts';
import { explainedAsk } from '../explain.ts';
import { readGroup } from '../resource-group.ts';
import type { Stage } from './stage.ts';

type Where = Pick<Stage, 'clients' | 'target' | 'flags'>;

/** What the deployment of the stage says of itself; undefined where there is none yet. */
export async function findDeployed({ clients, target }: Pick<Where, 'clients' | 'target'>): Promise<Outputs | undefined> {
	const arm = explainedAsk(clients.arm);
	const group = await readGroup(arm, target);
	return group && (await readOutputs(arm, target));
}

/** @throws {Mistake} where the stage is not deployed */
export async function deployed(stage: Where): Promise<Outputs> {
	const outputs = await findDeployed(stage);
	if (outputs !== undefined) return outputs;
	throw notDeployed(stage);
}

export function notDeployed({ target, flags }: Pick<Where, 'target' | 'flags'>): Mistake {
	return new Mistake(`--stage: ${target.owner} is not deployed in the resource group ${target.resourceGroup}: npx sls deploy${flags}`);
}

export function siteUrl(site: string): string {
	return `https://${site}.azurewebsites.net`;
}
