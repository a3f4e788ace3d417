import { ServiceError } from '../clouds/service-error.ts';
import { Mistake } from './mistake.ts';
import type { Serverless } from './serverless.ts';

/** A hook in which a mistake of the user ends the command with its one line, and without a stack. */
export function inOneLine(hook: () => Promise<unknown> | undefined, { classes }: Pick<Serverless, 'classes'>): () => Promise<void> {
	return async () => {
		try {
			await hook();
		} catch (error) {
			if (error instanceof Mistake || error instanceof ServiceError) throw new classes.Error(error.message, 'WEBHOOK_MISTAKE');
			throw error;
		}
	};
}
