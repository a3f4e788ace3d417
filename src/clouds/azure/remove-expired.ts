import type { Cloud } from '../../webhook/ports.ts';
import type { Entity } from './entity.ts';
import { entriesOf, fromEntity, goneAt, place, recordKey } from './event-rows.ts';
import { entriesBetween } from './find-events.ts';
import type { TableEntities } from './table-entities.ts';

type Means = { readonly entities: TableEntities; readonly now: Cloud['now'] };

const longestMillis = 20_000;
const removedAtOnce = 20;
const pageSize = 100;

/** Tables remove nothing by time, so the sweep does: records that are settled, whose time and whose dead letters' time is over. Returns how many went. */
export async function removeExpired({ entities, now }: Means): Promise<number> {
	const end = now() + longestMillis;
	let removed = 0;
	let some: Entity[] = [];
	const removeThem = async () => {
		const outcomes = await Promise.all(some.map((entry) => removeOne(entry, { entities, now })));
		removed += outcomes.filter(Boolean).length;
		some = [];
	};
	for await (const entry of entriesBetween(entities, { from: 'x~', to: place('x', now() + 1), most: pageSize })) {
		some.push(entry);
		if (some.length < removedAtOnce) continue;
		await removeThem();
		if (now() >= end) return removed;
	}
	await removeThem();
	return removed;
}

/** Where somebody has written since, the record may be waited for again, and stays. */
async function removeOne(entry: Entity, { entities, now }: Means): Promise<boolean> {
	const found = await entities.get(recordKey(entry));
	if (found === undefined) return false;
	const { record } = fromEntity(found);
	if ((goneAt(record) ?? Number.POSITIVE_INFINITY) > now()) return false;
	const entries = entriesOf(record).map((key) => ({ kind: 'remove', key }) as const);
	return (await entities.change([{ kind: 'remove', key: found.entity, tag: found.tag }, ...entries])) !== undefined;
}
