import type { Openings } from '../../webhook/secrets.ts';
import { type Documents, documentId } from './documents.ts';

/** Long after it is over: who waits takes an opening that is gone for one that was used. */
const keptMillis = 24 * 60 * 60_000;
const place = 'openings';

/** Documents beside the events: `records` have a database of their own, so no function comes to these through them. Firestore removes what nobody closed. */
export function createOpenings(documents: Documents): Openings {
	return {
		open: async (source, until) => {
			const ttl = new Date(until + keptMillis).toISOString();
			await documents.put(place, documentId(source), { fields: { until: { doubleValue: until }, ttl: { timestampValue: ttl } } });
		},
		get: async (source) => (await documents.get(place, documentId(source)))?.fields.until?.doubleValue,
		close: (source) => documents.remove(place, documentId(source)),
	};
}
