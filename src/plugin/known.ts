import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { providers } from '../providers/providers.ts';
import type { Known } from './read-routes.ts';

/** Reads what the project knows from its files, below the folder of serverless.yml. */
export function knownOf(serviceDir: string): Known {
	return {
		providers,
		types: (provider) => {
			const text = read(join(import.meta.dirname, '..', 'providers', 'types', `${provider}.json`));
			// Sound because the file is the project's own, and a test holds it to its form.
			return text === undefined ? undefined : (JSON.parse(text) as readonly string[]);
		},
		// `src/functions/stripe/invoice-paid.handler` is an export of `src/functions/stripe/invoice-paid.ts`.
		handlerText: (handler) => read(join(serviceDir, `${handler.replace(/\.[^./\\]*$/, '')}.ts`)),
	};
}

function read(file: string): string | undefined {
	return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
