import { isCanary, sampleHeader } from '../../webhook/canary.ts';
import type { EventRecords } from '../../webhook/ports.ts';
import type { EventRecord } from '../../webhook/record.ts';

type Count = { readonly events: number; readonly last?: number };

/** Which secret has verified what came. */
export type Verified = {
	readonly current: Count;
	readonly previous: Count;
	/** Since when all is counted: more came before than is looked at, where it is later than what was asked for. */
	readonly from: number;
};

type Wish = { readonly source: string; readonly since: number; readonly most?: number; readonly page?: number };

/** Newest first and a page at a time, as each brings its body along. What an operator has sent does not tell that the sender knows the current one. */
export async function countVerified(
	events: Pick<EventRecords, 'list'>,
	{ source, since, most = 10_000, page = 500 }: Wish,
): Promise<Verified> {
	let current: Count = { events: 0 };
	let previous: Count = { events: 0 };
	let until = Number.MAX_SAFE_INTEGER;
	let seen = new Set<string>();
	for (let read = 0; ; ) {
		const found = await events.list({ source, since, until, limit: page });
		const fresh = found.filter(({ id }) => !seen.has(id));
		for (const record of fresh) {
			if (record.secret === 'previous') previous = plus(previous, record);
			else if (!isCanary(record) && record.headers[sampleHeader] === undefined) current = plus(current, record);
		}
		read += fresh.length;
		const oldest = found.at(-1)?.receivedAt ?? since;
		if (found.length < page) return { current, previous, from: since };
		if (read >= most || fresh.length === 0) return { current, previous, from: oldest };
		// Those of the last millisecond come again with the next page.
		seen = new Set(found.filter(({ receivedAt }) => receivedAt === oldest).map(({ id }) => id));
		until = oldest;
	}
}

function plus({ events, last }: Count, { receivedAt }: EventRecord): Count {
	return { events: events + 1, last: Math.max(last ?? receivedAt, receivedAt) };
}
