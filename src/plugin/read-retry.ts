import type { Retry } from '../webhook/source.ts';
import { Mistake } from './mistake.ts';
import { readConfig } from './read-config.ts';

/** `retry`, of the service or of one `webhook` event; what it does not say is as in `inherited`. */
export function readRetry(value: unknown, where: string, inherited: Retry): Retry {
	const { attempts = inherited.attempts, backoff = inherited.backoff } = readConfig(value, where, ['attempts', 'backoff']);
	if (typeof attempts !== 'number' || !Number.isInteger(attempts) || attempts < 1 || attempts > 100)
		throw new Mistake(`${where}.attempts: it must be a whole number from 1 to 100`);
	if (typeof backoff !== 'number' || !(backoff > 0 && backoff <= 900))
		throw new Mistake(`${where}.backoff: it must be seconds, more than 0 and at most 900`);
	return { attempts, backoff };
}
