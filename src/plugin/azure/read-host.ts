import { Mistake } from '../mistake.ts';
import { type Config, readText } from '../read-config.ts';

/** What `provider` of serverless.yml says of where it runs. */
export type Host = {
	readonly region: string;
	readonly resourceGroup: string;
	/** Of Node. */
	readonly version: string;
	/** MB of each instance. */
	readonly memory: number;
	/** Of each app. */
	readonly maximumInstances: number;
};

export const runtimes = ['nodejs22', 'nodejs24'] as const;
/** https://learn.microsoft.com/en-us/azure/azure-functions/flex-consumption-plan#instance-sizes */
export const memories = [512, 2048, 4096] as const;

/**
 * The types of these are held by the schema that osls knows.
 * @throws {Mistake} for what can't be meant
 */
export function readHost(provider: Config, { service, stage }: { readonly service: string; readonly stage: string }): Host {
	const region = readText(provider.region, 'provider.region');
	if (!/^[a-z0-9]+$/.test(region))
		throw new Mistake(`provider.region: "${region}" is no region such as westeurope; az account list-locations names them`);
	const own = provider.resourceGroup ?? `${service}-${stage}`;
	const resourceGroup = readText(own, 'provider.resourceGroup');
	// https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/resource-name-rules#microsoftresources
	if (!/^[\w().-]{0,89}[\w()-]$/.test(resourceGroup))
		throw new Mistake(`provider.resourceGroup: "${resourceGroup}" must be at most 90 letters, digits, or -_.() without a dot at the end`);
	return {
		region,
		resourceGroup,
		version: String(provider.runtime ?? 'nodejs22').replace('nodejs', ''),
		memory: Number(provider.instanceMemory ?? 2048),
		maximumInstances: Number(provider.maximumInstances ?? 40),
	};
}
