import type { Assignment } from '../../src/middleware/assignment.ts';
import { stripe } from '../../src/providers/stripe.ts';
import type { Message } from '../../src/webhook/message.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import type { EventRecord, Run } from '../../src/webhook/record.ts';
import type { TestPlatform } from '../local-platform.ts';
import { noon, sampleRecord, sampleRun } from '../ports/sample-record.ts';
import { invoicePaid, stripePlatform } from './passage.ts';

export const name = 'invoice-paid';
export const key = { source: 'stripe', id: 'evt_1' };

/** The real store at noon, by a clock that only `tick` moves. */
export function noonPlatform(): TestPlatform & { readonly tick: (milliseconds: number) => void } {
	const on = stripePlatform();
	let now = noon;
	const tick = (milliseconds: number) => {
		now += milliseconds;
	};
	return { ...on, cloud: { ...on.cloud, now: () => now }, tick };
}

/** Keeps an event with one run. */
export async function keep(on: TestPlatform, run: Partial<Run> = {}, changes: Partial<EventRecord> = {}): Promise<void> {
	await on.cloud.events.insert(sampleRecord({ body: invoicePaid, functions: { [name]: sampleRun(run) }, ...changes }), on.cloud.now());
}

/** Takes the lease of the kept event's run. */
export async function take(on: TestPlatform, provider: Provider = stripe): Promise<Assignment> {
	const now = on.cloud.now();
	const claim = await on.cloud.events.claim(key, name, { now, until: now + 10_000 });
	if (claim.outcome !== 'claimed') throw new Error(`the run is ${claim.outcome}`);
	return { function: name, provider, claim, requestId: 'request-2' };
}

export async function runOf(on: TestPlatform): Promise<Run | undefined> {
	return (await on.cloud.events.get(key))?.functions[name];
}

/** The messages that wait, taken for a moment. */
export async function queued(on: TestPlatform, names: readonly string[] = [name]): Promise<readonly Message[]> {
	return (await on.store.queue.take({ now: Number.MAX_SAFE_INTEGER - 1, until: 0 }, names, 10_000)).map(({ message }) => message);
}

export async function letters(on: TestPlatform): Promise<readonly string[]> {
	return (await on.store.queue.letters({})).map(({ reason }) => reason);
}
