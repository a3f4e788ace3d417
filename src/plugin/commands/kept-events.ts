import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery } from '../../webhook/delivery.ts';
import type { EventRecord } from '../../webhook/record.ts';
import type { Desk } from './desk.ts';

/** A stage's clock may be behind this one. */
const skewMillis = 60_000;
const pauseMillis = 300;
/** Each that is looked at is read whole. Ours is among the newest. */
const limit = 500;

/**
 * The events that the store has of these bytes since: none where they went elsewhere, were refused, or had come before. The index of a stage lags behind, so
 * it is looked at until `until`.
 */
export async function keptEvents(
	{ rawBody, receivedAt }: Delivery,
	{ source, until, desk }: { readonly source: string; readonly until: number; readonly desk: Desk },
): Promise<readonly EventRecord[]> {
	if (!desk.hasStore()) return [];
	const sha256 = createHash('sha256').update(rawBody).digest('hex');
	const since = desk.stage === undefined ? receivedAt : receivedAt - skewMillis;
	for (;;) {
		const latest = await desk.withStore((store) => store.events.list({ source, since, limit }));
		const own = latest.filter((record) => record.sha256 === sha256);
		if (own.length > 0 || Date.now() >= until) return own.sort((a, b) => a.index - b.index);
		await pause(pauseMillis);
	}
}
