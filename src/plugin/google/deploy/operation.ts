import type { Json } from '../clients.ts';
import { Refusal } from '../refusal.ts';
import type { Deploying } from './deploying.ts';

const longestMillis = 20 * 60_000;
const longestPause = 5000;

/** Waits until a long-running operation has ended: https://google.aip.dev/151. `root` is what comes before its name, such as `v2`. */
export async function ended(
	operation: Json,
	{ service, root }: { readonly service: string; readonly root: string },
	{ google, wait, now }: Pick<Deploying, 'google' | 'wait' | 'now'>,
): Promise<Json> {
	const end = now() + longestMillis;
	let state = operation;
	for (let pause = 250; state.done !== true; pause = Math.min(2 * pause, longestPause)) {
		if (now() > end)
			throw new Refusal(`${service}: it has not ended after 20 minutes; it may still end, then deploy again`, 'DEADLINE_EXCEEDED', 0);
		await wait(pause);
		state = await google.call({ service, path: `${root}/${String(state.name)}` });
	}
	// Sound because an operation that is done has one of the two: https://google.aip.dev/151
	const { error, response = {} } = state as {
		readonly error?: { readonly code?: number; readonly message?: string };
		readonly response?: Json;
	};
	if (error) throw new Refusal(`${service}: ${firstLine(error.message)}`, `CODE_${error.code ?? 2}`, 400);
	return response;
}

function firstLine(message = 'no reason given'): string {
	return message
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim()
		.slice(0, 300);
}
