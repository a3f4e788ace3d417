import { setTimeout as pause } from 'node:timers/promises';
import { asKept, digestOf, sha256 } from '../../middleware/as-kept.ts';
import type { Delivery } from '../../webhook/delivery.ts';
import type { Provider } from '../../webhook/provider.ts';
import type { EventRecord } from '../../webhook/record.ts';
import { SecretError } from '../../webhook/scheme.ts';
import type { Source } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import type { Desk } from './desk.ts';
import { storageSecrets, whyNot } from './storage-secrets.ts';

type Sender = { readonly source: Source; readonly provider: Provider };

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
	delivery: Delivery,
	{ source, provider, until, desk }: Sender & { readonly until: number; readonly desk: Desk },
): Promise<readonly EventRecord[]> {
	if (!desk.hasStore()) return [];
	const { rawBody, receivedAt } = delivery;
	const digest = await keptDigest(delivery, { source, provider }, desk);
	const unread = `sha256:${sha256(rawBody)}:`;
	const since = desk.stage === undefined ? receivedAt : receivedAt - skewMillis;
	for (;;) {
		const latest = await desk.withStore((store) => store.events.list({ source: source.name, since, limit }));
		const own = latest.filter((record) => digestOf(record) === digest || record.id.startsWith(unread));
		if (own.length > 0 || Date.now() >= until) return own.sort((a, b) => a.index - b.index);
		await pause(pauseMillis);
	}
}

/** Undefined for a body that is not of its format: a source that redacts keeps nothing of it, and its id is the digest of how it came. */
async function keptDigest(delivery: Delivery, sender: Sender, { secrets }: Desk): Promise<string | undefined> {
	try {
		return (await asKept(delivery, sender, storageSecrets(secrets))).digest();
	} catch (error) {
		if (error instanceof SecretError) throw new Mistake(`what was kept can not be found: ${whyNot(error)}`);
		return undefined;
	}
}
