import { setTimeout as pause } from 'node:timers/promises';

/** Waits for a state, for so many milliseconds at most. */
export async function until(state: () => boolean | Promise<boolean>, limit = 5000): Promise<void> {
	const end = Date.now() + limit;
	while (!(await state())) {
		if (Date.now() > end) throw new Error(`the state that was waited for did not come within ${limit / 1000} seconds`);
		await pause(5);
	}
}
