import { createHash } from 'node:crypto';
import type { CloudName, Deployment } from '../deployment.ts';
import { readAws } from './aws.ts';
import { readAzure } from './azure.ts';
import { readGoogle } from './google.ts';
import { readLocal } from './local.ts';
import type { Packaged, Packages } from './package-clouds.ts';

const readers: Readonly<Record<CloudName, (packaged: Packaged) => Deployment>> = {
	aws: readAws,
	google: readGoogle,
	azure: readAzure,
	local: readLocal,
};

export const cloudNames = Object.keys(readers) as readonly CloudName[];

export async function readDeployment(cloud: CloudName, packages: Packages): Promise<Deployment> {
	return readers[cloud](await packages.read(cloud));
}

/** Tells whether results are of these deployments. */
export function digestOf(deployments: readonly Deployment[]): string {
	return createHash('sha256').update(JSON.stringify(deployments)).digest('hex').slice(0, 16);
}
