import { Mistake } from '../../mistake.ts';
import { type Outputs, readOutputs } from '../deployment.ts';
import { readGroup } from '../resource-group.ts';
import type { Stage } from './stage.ts';

/** @throws {Mistake} where the stage is not deployed */
export async function deployed({ clients, target, flags }: Pick<Stage, 'clients' | 'target' | 'flags'>): Promise<Outputs> {
	const group = await readGroup(clients.arm, target);
	const outputs = group && (await readOutputs(clients.arm, target));
	if (outputs !== undefined) return outputs;
	throw new Mistake(`--stage: ${target.owner} is not deployed in the resource group ${target.resourceGroup}: npx sls deploy${flags}`);
}

export function siteUrl(site: string): string {
	return `https://${site}.azurewebsites.net`;
}
