import { setTimeout as pause } from 'node:timers/promises';
import { digestOf, sha256 } from '../../../middleware/as-kept.ts';
import type { EventRecord } from '../../../webhook/record.ts';
import { isPassing } from '../../is-passing.ts';
import { type Listened, refused, type Taken } from '../../local/listened.ts';
import { Mistake } from '../../mistake.ts';
import { keptBytes } from '../kept-bytes.ts';
import type { PlaceStore } from '../place.ts';
import type { Listening } from './listening.ts';
import { postListened } from './post-listened.ts';

/** Hands one delivery over to the local run, and waits for as long as it takes until that has answered. */
export async function handOver(
	records: readonly EventRecord[],
	store: Pick<PlaceStore, 'blobs'>,
	listening: Listening,
): Promise<readonly Taken[]> {
	const listened = await read(records, store, listening);
	if (typeof listened === 'string') return records.map(({ id }) => refused(id, listened));
	for (let attempt = 1; ; attempt += 1) {
		const answer = await postListened(listened, listening);
		if ('events' in answer) {
			listening.tell.goesOn('local');
			return answer.events;
		}
		listening.tell.waits('local', answer.waitsFor);
		await pause(listening.backoff(attempt), undefined, { signal: listening.signal });
	}
}

/** Why it can not be handed over, in place of a delivery that nothing is left of. */
async function read(
	records: readonly EventRecord[],
	store: Pick<PlaceStore, 'blobs'>,
	{ desk, only }: Listening,
): Promise<Listened | string> {
	const [first] = records;
	if (first === undefined) return 'it held no event';
	const bytes = await keptBytes(first, { store, desk }).catch((error: unknown) => {
		if (!(error instanceof Mistake) || isPassing(error)) throw error;
		return error.message;
	});
	if (typeof bytes === 'string') return bytes;
	if (bytes === undefined) return 'its bytes are gone from the stage';
	const { source, receivedAt, headers, query, traceparent } = first;
	return {
		...{ stage: desk.stage ?? '', source, receivedAt, headers, query, traceparent },
		body: bytes.toString('base64'),
		// Under a key where they were sealed; then the seal has told that they are the same.
		sha256: first.sealed ? sha256(bytes) : digestOf(first),
		events: records.map(({ id, type, index }) => ({ id, type, index })),
		...(only !== undefined && { function: only }),
	};
}
