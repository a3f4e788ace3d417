import type { Cloud } from '../webhook/ports.ts';
import type { Answer } from './exchange.ts';
import { ServiceError } from './service-error.ts';

type Patience = {
	readonly attempts: number;
	readonly wait: Cloud['wait'];
	/** Whether to ask again after this. */
	readonly isWorthAgain: (failure: ServiceError) => boolean;
};

/**
 * Asks until there is an answer, with a random pause in between.
 * @throws {ServiceError} the last failure
 */
export async function askAgain(ask: () => Promise<Answer | ServiceError>, { attempts, wait, isWorthAgain }: Patience): Promise<Answer> {
	for (let attempt = 1; ; attempt += 1) {
		const answer = await ask();
		if (!(answer instanceof ServiceError)) return answer;
		if (attempt >= attempts || !isWorthAgain(answer)) throw answer;
		await wait(jitter(attempt));
	}
}

/** Milliseconds: anything up to a bound that doubles, so that a crowd spreads out. */
export function jitter(attempt: number): number {
	return Math.random() * Math.min(25 * 2 ** attempt, 1000);
}
