import { digestOf } from '../../../middleware/as-kept.ts';
import type { EventRecord } from '../../../webhook/record.ts';

/** As many as one delivery is handed over with; the rest of a larger one is handed over as another. */
const most = 200;

/** The events of one delivery together, in its order: they share their bytes. */
export function groupDeliveries(records: readonly EventRecord[]): readonly (readonly EventRecord[])[] {
	const deliveries = Map.groupBy(records, (record) => JSON.stringify([record.source, record.receivedAt, digestOf(record)]));
	return [...deliveries.values()].flatMap((all) =>
		Array.from({ length: Math.ceil(all.length / most) }, (_, part) => all.slice(part * most, (part + 1) * most)),
	);
}
