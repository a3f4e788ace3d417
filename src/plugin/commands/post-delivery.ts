import { sampleHeader } from '../../webhook/canary.ts';
import type { Delivery } from '../../webhook/delivery.ts';
import { Mistake } from '../mistake.ts';
import type { Desk } from './desk.ts';

/** Longer than API Gateway waits for a function. */
const waitMs = 35_000;

/**
 * Posts as a sender would.
 * @throws {Mistake} when nothing answers there
 */
export async function postDelivery(
	target: string,
	{ headers, rawBody }: Pick<Delivery, 'headers' | 'rawBody'>,
	{ stage }: Pick<Desk, 'stage'>,
): Promise<Response> {
	const signal = AbortSignal.timeout(waitMs);
	const { origin } = new URL(target);
	try {
		// A sender would not follow a redirection either, and a GET after it would prove nothing.
		return await fetch(target, {
			method: 'POST',
			headers: { ...headers, [sampleHeader]: 'true' },
			body: new Uint8Array(rawBody),
			signal,
			redirect: 'manual',
		});
	} catch {
		if (signal.aborted) throw new Mistake(`${origin} gave no answer within ${waitMs / 1000} s`);
		const remedy = stage === undefined ? 'run npm start in another terminal, or give --url' : 'look at its name and DNS, or give --url';
		throw new Mistake(`nothing answers at ${origin}: ${remedy}`);
	}
}

export function targetOf(base: string, { path, query }: Delivery): string {
	return `${base}${path}${query && `?${query}`}`;
}
