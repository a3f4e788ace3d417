import type { EventRecords } from '../../../webhook/ports.ts';
import type { EventRecord } from '../../../webhook/record.ts';

type Wish = {
	readonly source?: string | undefined;
	readonly type?: string | undefined;
	readonly since: number;
	/** What is dated later is in the last page. */
	readonly now: number;
	/** Records in memory at a time, unless more have come within one millisecond. */
	readonly most?: number;
};

const hour = 60 * 60 * 1000;

/** Everything received since, oldest first, in pages. A store lists its newest first, so it is asked for one span after the other, as long as holds few enough. */
export async function* oldestFirst(
	{ list }: Pick<EventRecords, 'list'>,
	{ source, type, since, now, most = 200 }: Wish,
): AsyncGenerator<readonly EventRecord[]> {
	const filter = { ...(source !== undefined && { source }), ...(type !== undefined && { type }) };
	let width = hour;
	for (let from = since; ; ) {
		const last = width > 1 && from + width > now;
		const until = last ? {} : { until: from + width - 1 };
		const found = await list({ ...filter, since: from, ...until, ...(width > 1 && { limit: most }) });
		if (width > 1 && found.length >= most) {
			width = Math.max(1, Math.floor(width / 4));
			continue;
		}
		if (found.length > 0) yield found.toReversed().sort((a, b) => a.receivedAt - b.receivedAt || a.index - b.index);
		if (last) return;
		from += width;
		if (found.length < most / 4) width *= 4;
	}
}
