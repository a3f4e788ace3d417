import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../webhook/ports.ts';
import { jitter } from '../ask-again.ts';
import type { Entity, EntityKey } from './entity.ts';
import type { TableEntities } from './table-entities.ts';

type Turn<Result> = {
	/** What there is already; whoever finds it needs no turn. */
	readonly look: () => Promise<Result | undefined>;
	/** Done by one at a time. It has to be over long before its lease ends. */
	readonly act: () => Promise<Result>;
};

type Means = { readonly entities: TableEntities; readonly key: EntityKey } & Pick<Cloud, 'now' | 'wait'>;

const leaseMillis = 60_000;
const mostRounds = 12;

/** One after the other, by a lease that is an entity: for a store that can't write under a condition. Rejects when there is no turn for a while. */
export async function inTurn<Result>({ look, act }: Turn<Result>, { entities, key, now, wait }: Means): Promise<Result> {
	for (let round = 1; round <= mostRounds; round += 1) {
		const found = await look();
		if (found !== undefined) return found;
		const tag = await takeLease({ ...key, holder: randomUUID(), until: String(now() + leaseMillis) }, { entities, now });
		if (tag === undefined) {
			await wait(jitter(round));
			continue;
		}
		try {
			return (await look()) ?? (await act());
		} finally {
			await entities.remove(key, tag);
		}
	}
	throw new Error('others have the lease');
}

/** The tag of what is ours then. */
async function takeLease(mine: Entity, { entities, now }: Pick<Means, 'entities' | 'now'>): Promise<string | undefined> {
	const inserted = await entities.change([{ kind: 'insert', entity: mine }]);
	if (inserted !== undefined) return inserted;
	const found = await entities.get(mine);
	// A first attempt whose answer got lost may have put it.
	if (found?.entity.holder === mine.holder) return found?.tag;
	if (found === undefined || Number(found.entity.until) > now()) return undefined;
	return await entities.change([{ kind: 'replace', entity: mine, tag: found.tag }]);
}
