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
	let some: Entity[] = [];
	const outcomes: PromiseSettledResult<boolean>[] = [];
	const removeThem = async () => {
		outcomes.push(...(await Promise.allSettled(some.map((entry) => removeOne(entry, { entities, now })))));
		some = [];
	};
	for await (const entry of entriesBetween(entities, { from: 'x~', to: place('x', now() + 1), most: pageSize })) {
		some.push(entry);
		if (some.length < removedAtOnce) continue;
		await removeThem();
		if (now() >= end) break;
	}
	await removeThem();
	return countOf(outcomes);
}

/** What failed is the oldest, so it is told only when all was seen to: else nothing would go any more. */
function countOf(outcomes: readonly PromiseSettledResult<boolean>[]): number {
	const failed = outcomes.find((outcome) => outcome.status === 'rejected');
	if (failed) throw failed.reason;
	return outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value).length;
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
