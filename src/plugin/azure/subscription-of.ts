import { Mistake } from '../mistake.ts';
import type { Config } from '../read-config.ts';

/** @throws {Mistake} where there is none: only a command that talks to Azure needs one */
export function subscriptionOf({ subscription }: Config, env: Readonly<Record<string, string | undefined>>): string {
	const id = subscription ?? env.AZURE_SUBSCRIPTION_ID;
	if (typeof id === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return id.toLowerCase();
	const remedy = 'az account show --query id tells the one that you are signed in to';
	if (id === undefined || id === '') throw new Mistake(`provider.subscription: there is none, nor AZURE_SUBSCRIPTION_ID; ${remedy}`);
	throw new Mistake(`provider.subscription: "${String(id)}" is no id of a subscription; ${remedy}`);
}
