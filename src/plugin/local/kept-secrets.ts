import { readSecretsFile, type SecretsFile } from '../../clouds/local/secrets-file.ts';
import { Mistake } from '../mistake.ts';

/**
 * The secrets that the local run has made up, or that senders brought.
 * @throws {Mistake} because what is wrong with the file is the user's to put right
 */
export function keptSecrets(dataDir: string): SecretsFile {
	try {
		return readSecretsFile(dataDir);
	} catch (error) {
		throw new Mistake(error instanceof Error ? error.message : String(error));
	}
}
