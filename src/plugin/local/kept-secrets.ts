import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mistake } from '../mistake.ts';

export function secretsFile(dataDir: string): string {
	return join(dataDir, 'secrets.json');
}

/** The secrets that the local run has made up: `{ [name]: { verifying, signing } }`. */
export function keptSecrets(dataDir: string): Readonly<Record<string, unknown>> {
	const file = secretsFile(dataDir);
	if (!existsSync(file)) return {};
	const text = readFileSync(file, 'utf8');
	try {
		const kept: unknown = JSON.parse(text);
		if (typeof kept === 'object' && kept !== null && !Array.isArray(kept)) return { ...kept };
	} catch {
		// The parser's own message quotes the text, and the text is secrets.
	}
	throw new Mistake(`${file} holds no JSON object. Remove it, and secrets are made up again`);
}
