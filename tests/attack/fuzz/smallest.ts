import type { Change } from './change-delivery.ts';
import type { Input } from './make-input.ts';

const cuts: readonly Change[] = [
	(delivery) => ({ ...delivery, rawBody: delivery.rawBody.subarray(0, delivery.rawBody.length >> 1) }),
	(delivery) => ({ ...delivery, rawBody: delivery.rawBody.subarray(delivery.rawBody.length >> 1) }),
	(delivery) => ({ ...delivery, rawBody: delivery.rawBody.subarray(1) }),
	(delivery) => ({ ...delivery, rawBody: delivery.rawBody.subarray(0, -1) }),
	(delivery) => ({ ...delivery, query: '' }),
];

const mostTries = 300;

/** Leaves out changes, then parts of the body, as long as it still fails. */
export async function smallest(input: Input, fails: (input: Input) => Promise<boolean>): Promise<Input> {
	let found = input;
	let tries = 0;
	const better = async (candidates: readonly Input[]): Promise<boolean> => {
		for (const candidate of candidates) {
			tries += 1;
			if (tries > mostTries || !(await fails(candidate))) continue;
			found = candidate;
			return true;
		}
		return false;
	};
	while (await better(found.changes.map((_, at) => ({ ...found, changes: found.changes.toSpliced(at, 1) }))));
	while (await better(cuts.map((cut) => ({ ...found, changes: [...found.changes, cut] }))));
	return found;
}
