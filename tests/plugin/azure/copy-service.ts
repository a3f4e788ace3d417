import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { copyService as copy, sls as run } from '../aws/package-service.ts';

const file = 'serverless.azure.yml';

/** A copy of the sample service with its configuration for Azure. */
export function copyService(): ReturnType<typeof copy> {
	const copied = copy();
	cpSync(resolve(import.meta.dirname, '../../..', file), join(copied.dir, file));
	return copied;
}

/** Runs a command of osls with that configuration. Rejects with what it printed when it fails. */
export function sls(dir: string, args: readonly string[], settings: Parameters<typeof run>[2] = {}): Promise<string> {
	return run(dir, [...args, '--config', file], { AZURE_SUBSCRIPTION_ID: '', ...settings });
}
