import { Mistake } from '../mistake.ts';

/** What `--wait` says, in milliseconds. */
export function readWait(text: string, most: number): number {
	const seconds = Number(text);
	if (!Number.isInteger(seconds) || seconds < 1 || seconds > most)
		throw new Mistake(`--wait: it must be a whole number of seconds from 1 to ${most}, not "${text}"`);
	return seconds * 1000;
}
