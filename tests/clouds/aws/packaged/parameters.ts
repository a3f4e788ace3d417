import { join } from 'node:path';
import { keptSecrets } from '../../../../src/plugin/local/kept-secrets.ts';
import { makeUpSecrets } from '../../../../src/plugin/local/made-up-secrets.ts';
import { providers } from '../../../../src/providers/providers.ts';
import type { SecretPair } from '../../../../src/webhook/scheme.ts';
import { sources, type Target } from '../../../e2e/post-sample.ts';
import type { Stack } from './deploy.ts';

/** Puts a secret of each source into the parameters of the stage, and returns what signs with them. */
export function makeUpParameters(dir: string, { port, parameters }: Pick<Stack, 'port' | 'parameters'>): Target {
	const dataDir = join(dir, '.webhook');
	makeUpSecrets(sources(), providers, dataDir);
	for (const [name, pair] of Object.entries(keptSecrets(dataDir))) parameters.set(`/hookport/prod/${name}`, (pair as SecretPair).verifying);
	// An HTTP API is spoken to by https, so that is what senders sign.
	return { port, dataDir, origin: `https://127.0.0.1:${port}` };
}
