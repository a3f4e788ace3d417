import type { Openings } from '../../webhook/secrets.ts';
import { number, readNumber, text } from './attribute.ts';
import { itemKey } from './table.ts';
import type { TableItems } from './table-items.ts';

/** Long after it is over: who waits takes an opening that is gone for one that was used. */
const keptMillis = 24 * 60 * 60_000;

/** Items beside the events, under keys that no role of a function has but the endpoint's of that source. DynamoDB removes what nobody closed. */
export function createOpenings(items: TableItems): Openings {
	return {
		open: async (source, until) => {
			await items.put({ pk: text(itemKey('opening', source)), until: number(until), ttl: number(Math.ceil((until + keptMillis) / 1000)) });
		},
		get: async (source) => {
			const item = await items.get(itemKey('opening', source));
			return item && readNumber(item.until);
		},
		close: (source) => items.remove(itemKey('opening', source)),
	};
}
