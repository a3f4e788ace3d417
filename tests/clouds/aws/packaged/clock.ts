import { jest } from '@jest/globals';

let ahead = 0;
const realNow = Date.now;

/** The clock of this process, and so of the emulators and of what they let become visible; the functions are told it with each invocation. */
export function pass(seconds: number): void {
	ahead += seconds * 1000;
	jest.spyOn(Date, 'now').mockImplementation(() => realNow() + ahead);
}

/** Milliseconds by which it is ahead of the real time. */
export function clockAhead(): number {
	return ahead;
}
