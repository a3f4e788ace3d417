import { setTimeout as pause } from 'node:timers/promises';

/** Waits for a state, for 5 seconds at most. */
export async function until(state: () => boolean | Promise<boolean>): Promise<void> {
	const end = Date.now() + 5000;
	while (!(await state())) {
		if (Date.now() > end) throw new Error('the state that was waited for did not come within 5 seconds');
		await pause(5);
	}
}
