import type { Routes } from '../../../webhook/source.ts';
import { readConfig } from '../../read-config.ts';
import type { Serverless } from '../../serverless.ts';
import { type Clients, type Environment, openClients } from '../clients.ts';
import type { Plan } from '../plan.ts';
import { planOf } from '../plan-of.ts';
import { subscriptionOf } from '../subscription-of.ts';
import type { Target } from '../target.ts';

/** A stage on Azure, which may not be deployed yet. */
export type Stage = {
	readonly name: string;
	readonly target: Target;
	readonly plan: Plan;
	readonly clients: Clients;
	/** Of a storage that stands in for the account's, in tests. */
	readonly connection: string | undefined;
	/** What another command has to be told to mean this stage. */
	readonly flags: string;
};

type Wish = { readonly env?: Environment; readonly clients?: Clients };

/** @throws {Mistake} where serverless.yml does not say where it is */
export function openStage(
	{ service, configurationFilename }: Pick<Serverless, 'service' | 'configurationFilename'>,
	routes: Routes,
	{ env = process.env, clients = openClients({ env }) }: Wish = {},
): Stage {
	const plan = planOf(service, routes);
	const subscription = subscriptionOf(readConfig(service.provider, 'provider'), env);
	return {
		name: routes.stage,
		target: { subscription, resourceGroup: plan.host.resourceGroup, owner: `${routes.service}-${routes.stage}` },
		plan,
		clients,
		connection: env.WEBHOOK_ENDPOINT_STORAGE,
		flags: flagsOf(configurationFilename, routes),
	};
}

/** What another command has to be told to mean this stage. */
export function flagsOf(file: string, { stage }: Pick<Routes, 'stage'>): string {
	return ` --config ${file} --stage ${stage}`;
}
